using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrustPlatform.Web.Display;

/// <summary><c>&lt;short-code of="…"&gt;</c>: a document's short code, read aloud digit by digit in its groups.</summary>
[HtmlTargetElement("short-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ShortCodeTagHelper : TagHelper
{
    /// <summary>Four groups of four digits.</summary>
    public string Of { get; set; } = "";

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "code";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "short-code");
        output.Content.SetContent(Of);
    }
}
