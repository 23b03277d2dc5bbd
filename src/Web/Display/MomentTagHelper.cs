using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrustPlatform.Web.Display;

/// <summary><c>&lt;moment at="…"&gt;</c>: an instant for people and for programs.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper : TagHelper
{
    /// <summary>The instant.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Whether seconds are shown.</summary>
    public bool Seconds { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        output.Content.SetContent(Moments.Text(At, Seconds));
    }
}
