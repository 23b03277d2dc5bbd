using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>A form field that an update filled, signed or created.</summary>
/// <param name="Name">Its fully qualified name.</param>
/// <param name="IsNew">The update created it.</param>
/// <param name="IsVisible">It was created with an area on a page.</param>
/// <param name="IsTimestamp">It took a document timestamp.</param>
public sealed record ChangedField(string Name, bool IsNew, bool IsVisible, bool IsTimestamp);

/// <summary>What one rule found in one update.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Class">The class of change.</param>
/// <param name="IsWarning">The reader should look at it.</param>
/// <param name="Detail">The facts.</param>
public sealed record ChangeFinding(ValidationRule Rule, ChangeClass Class, bool IsWarning, string Detail);
