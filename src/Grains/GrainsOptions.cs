using System.ComponentModel.DataAnnotations;

namespace TrustPlatform.Grains;

/// <summary>What the actors need to know of their surroundings.</summary>
public sealed record GrainsOptions
{
    /// <summary>The address under which people reach the platform; links in mails begin with it.</summary>
    [Required]
    public required Uri PublicUrl { get; init; }

    /// <summary>Folder for files that are being made; the same volume as the documents.</summary>
    [Required]
    public required string WorkDirectory { get; init; }

    /// <summary>The TrueType font of signature appearances.</summary>
    [Required]
    public required string FontFile { get; init; }

    /// <summary>The largest document taken, in bytes; 1 KiB to 1 GiB.</summary>
    [Range(1024, 1L << 30)]
    public long MaxDocumentLength { get; init; } = 50 << 20;

    /// <summary>Host of the mail server.</summary>
    [Required]
    public required string SmtpHost { get; init; }

    /// <summary>Port of the mail server.</summary>
    [Range(1, 65535)]
    public required int SmtpPort { get; init; }

    /// <summary>Sender of the platform's mails.</summary>
    [Required]
    public string MailFrom { get; init; } = "no-reply@trustplatform.example";
}
