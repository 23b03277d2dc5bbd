using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>
/// The logged-in sessions of one token, lent to one caller each. Each login has a number, its epoch: handles found under an
/// earlier one are no longer good. Thread-safe.
/// </summary>
internal sealed class Pkcs11Connection : IDisposable
{
    private static readonly Pkcs11InteropFactories s_factories = new();

    private readonly Pkcs11Options _options;
    private readonly SemaphoreSlim _room;
    private readonly Lock _gate = new();
    private Login? _login;
    private KeyStoreException? _refusedPin;

    static Pkcs11Connection() =>
        // glibc 2.34 and later ship libdl under its versioned name only.
        NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, static (name, _, _) =>
            name == "libdl" && OperatingSystem.IsLinux() ? NativeLibrary.Load("libdl.so.2") : IntPtr.Zero);

    private Pkcs11Connection(Pkcs11Options options)
    {
        _options = options;
        _room = new SemaphoreSlim(options.MaxSessions);
    }

    public string Label => _options.Label;

    public static Pkcs11Connection Open(Pkcs11Options options)
    {
        var connection = new Pkcs11Connection(options);
        try
        {
            connection.Use((_, epoch) => epoch);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The object of a class with the given CKA_ID, or null.</summary>
    public static IObjectHandle? Find(ISession session, CKO kind, byte[] id)
    {
        var attributes = session.Factories.ObjectAttributeFactory;
        return session.FindAllObjects([attributes.Create(CKA.CKA_CLASS, kind), attributes.Create(CKA.CKA_ID, id)])
            .FirstOrDefault();
    }

    /// <summary>Destroys both halves of a key pair; false when there was nothing.</summary>
    public static bool Destroy(ISession session, byte[] id)
    {
        var attributes = session.Factories.ObjectAttributeFactory;
        var found = session.FindAllObjects([attributes.Create(CKA.CKA_ID, id)]);
        foreach (var handle in found)
        {
            session.DestroyObject(handle);
        }

        return found.Count > 0;
    }

    /// <summary>
    /// Lends a session. When the token has lost it (restarted, taken out and put back), logs in once more and tries again.
    /// </summary>
    public T Use<T>(Func<ISession, int, T> action)
    {
        if (!_room.Wait(_options.Patience))
        {
            throw new KeyStoreException(KeyStoreFailure.Unavailable, $"All sessions of the token {Label} are taken.");
        }

        try
        {
            for (var isSecond = false; ; isSecond = true)
            {
                var login = CurrentLogin();
                try
                {
                    return login.Lend(action);
                }
                catch (Pkcs11Exception failed) when (!isSecond && IsLoginLost(failed.RV))
                {
                    Drop(login);
                }
                catch (Pkcs11Exception failed)
                {
                    throw Explain(failed);
                }
            }
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _login?.Dispose();
            _login = null;
        }

        _room.Dispose();
    }

    private Login CurrentLogin()
    {
        lock (_gate)
        {
            if (_refusedPin is not null)
            {
                throw new KeyStoreException(KeyStoreFailure.Locked, _refusedPin.Message + " It is not tried again.", _refusedPin);
            }

            try
            {
                return _login ??= Login.Create(_options);
            }
            catch (Pkcs11Exception failed)
            {
                var explained = Explain(failed);
                _refusedPin = explained.Failure is KeyStoreFailure.WrongPassphrase or KeyStoreFailure.Locked ? explained : null;
                throw explained;
            }
            catch (UnmanagedException failed)
            {
                throw new KeyStoreException(
                    KeyStoreFailure.Unavailable, $"The PKCS#11 module {_options.Module} cannot be loaded.", failed);
            }
        }
    }

    private void Drop(Login login)
    {
        lock (_gate)
        {
            if (_login == login)
            {
                _login = null;
                login.Dispose();
            }
        }
    }

    private static bool IsLoginLost(CKR result) => result is CKR.CKR_SESSION_HANDLE_INVALID or CKR.CKR_SESSION_CLOSED
        or CKR.CKR_USER_NOT_LOGGED_IN or CKR.CKR_CRYPTOKI_NOT_INITIALIZED or CKR.CKR_DEVICE_REMOVED
        or CKR.CKR_TOKEN_NOT_PRESENT or CKR.CKR_DEVICE_ERROR or CKR.CKR_OBJECT_HANDLE_INVALID or CKR.CKR_KEY_HANDLE_INVALID;

    private KeyStoreException Explain(Pkcs11Exception failed) => failed.RV switch
    {
        CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE => new(
            KeyStoreFailure.WrongPassphrase, $"The PIN does not open the token {Label}.", failed),
        CKR.CKR_PIN_LOCKED or CKR.CKR_PIN_EXPIRED => new(KeyStoreFailure.Locked, $"The PIN of the token {Label} is locked.", failed),
        CKR.CKR_DEVICE_MEMORY or CKR.CKR_HOST_MEMORY or CKR.CKR_SESSION_COUNT => new(
            KeyStoreFailure.Full, $"The token {Label} has no room left ({failed.RV}).", failed),
        CKR.CKR_OBJECT_HANDLE_INVALID or CKR.CKR_KEY_HANDLE_INVALID => new(
            KeyStoreFailure.KeyLost, $"The token {Label} no longer holds the key.", failed),
        _ => new(KeyStoreFailure.Unavailable, $"The token {Label} does not answer ({failed.RV}).", failed),
    };

    /// <summary>One login: module, slot and the sessions opened since.</summary>
    private sealed class Login : IDisposable
    {
        private static int s_lastEpoch;

        private readonly ConcurrentBag<ISession> _sessions = [];
        private readonly IPkcs11Library _library;
        private readonly ISlot _slot;
        private readonly int _epoch = Interlocked.Increment(ref s_lastEpoch);

        private Login(IPkcs11Library library, ISlot slot) => (_library, _slot) = (library, slot);

        public static Login Create(Pkcs11Options options)
        {
            var library = s_factories.Pkcs11LibraryFactory.LoadPkcs11Library(
                s_factories, options.Module, AppType.MultiThreaded);
            try
            {
                var slot = library.GetSlotList(SlotsType.WithTokenPresent)
                    .FirstOrDefault(slot => slot.GetTokenInfo().Label.TrimEnd() == options.Label)
                    ?? throw new KeyStoreException(KeyStoreFailure.Unavailable, $"No token has the label {options.Label}.");
                var login = new Login(library, slot);
                var session = slot.OpenSession(SessionType.ReadWrite);
                try
                {
                    session.Login(CKU.CKU_USER, options.Pin);
                }
                catch (Pkcs11Exception again) when (again.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
                {
                    // Another store of this process holds the token open.
                }

                login._sessions.Add(session);
                return login;
            }
            catch
            {
                library.Dispose();
                throw;
            }
        }

        public T Lend<T>(Func<ISession, int, T> action)
        {
            if (!_sessions.TryTake(out var session))
            {
                session = _slot.OpenSession(SessionType.ReadWrite);
            }

            try
            {
                return action(session, _epoch);
            }
            finally
            {
                _sessions.Add(session);
            }
        }

        /// <summary>Sessions are left to the module: those of a lost token cannot be closed.</summary>
        public void Dispose()
        {
            try
            {
                _library.Dispose();
            }
            catch (Pkcs11Exception)
            {
                // The module was finalised elsewhere, or the token is gone: there is nothing left to close.
            }
        }
    }
}
