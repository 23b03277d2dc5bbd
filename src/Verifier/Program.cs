using System.Text;
using TrustPlatform.Verifier;

// Vietnamese names and answers, whatever the console's own encoding.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await VerifierCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
