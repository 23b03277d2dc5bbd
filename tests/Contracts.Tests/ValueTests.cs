using Xunit;

namespace TrustPlatform.Contracts.Tests;

public sealed class ValueTests
{
    private static readonly DateOnly s_today = new(2026, 11, 25);

    [Theory]
    [InlineData("999090000001", true, "twelve digits")]
    [InlineData("99909000000", false, "eleven digits")]
    [InlineData("9990900000011", false, "thirteen digits")]
    [InlineData("99909000000a", false, "a letter")]
    [InlineData("９９９090000001", false, "full-width digits")]
    [InlineData("999299000001", false, "born in 2099")]
    [InlineData("", false, "nothing")]
    [InlineData(null, false, "null")]
    public void Personal_numbers(string? text, bool valid, string _) =>
        Assert.Equal(valid, PersonalNumber.TryParse(text, s_today, out var _));

    [Fact]
    public void A_personal_number_prints_masked()
    {
        Assert.True(PersonalNumber.TryParse("999090001234", s_today, out var number));

        Assert.Equal("9990••••1234", $"{number}");
        Assert.Equal(1990, number.BirthYear);
    }

    [Theory]
    [InlineData("0100109106", true, "a real enterprise")]
    [InlineData("0100109106001", true, "its branch")]
    [InlineData("0100109106-001", true, "its branch with a hyphen")]
    [InlineData("0100109107", false, "wrong check digit")]
    [InlineData("010010910", false, "nine digits")]
    [InlineData("0100000000", false, "serial zero")]
    public void Tax_codes(string text, bool valid, string _) => Assert.Equal(valid, TaxCode.TryParse(text, out var _));

    [Theory]
    [InlineData("NGUYỄN VĂN AN", "Nguyễn Văn An", NameMatch.Same)]
    [InlineData("Đào Thị Đức", "ĐÀO  THỊ ĐỨC ", NameMatch.Same)]
    [InlineData("Dao Thi Duc", "ĐÀO THỊ ĐỨC", NameMatch.Near)]
    [InlineData("Khánh Hoà", "Khánh Hòa", NameMatch.Near)]
    [InlineData("Nguyễn An", "Nguyễn Ân", NameMatch.Near)]
    [InlineData("Nguyễn An", "Trần An", NameMatch.Different)]
    public void Names(string first, string second, NameMatch expected) =>
        Assert.Equal(expected, PersonName.Compare(first, second));

    [Theory]
    [InlineData("a")]
    [InlineData("0a")]
    [InlineData("A")]
    [InlineData("00000000000000000000000000000010")]
    public void No_identifier_reads_as_a_hexadecimal_number(string bare)
    {
        Assert.False(ContractId.TryParse(bare, out _));
        Assert.False(CitizenId.TryParse(bare, out _));
        Assert.False(OrganizationId.TryParse(bare, out _));
    }

    [Fact]
    public void The_same_key_names_the_same_contract_and_another_owner_another()
    {
        Assert.True(IdempotencyKey.TryParse("key-12345", out var key));
        Assert.True(OrganizationId.TryParse("org-0100109106", out var first));
        Assert.True(OrganizationId.TryParse("org-9900000016", out var second));

        Assert.Equal(ContractId.For(first, key), ContractId.For(first, key));
        Assert.NotEqual(ContractId.For(first, key), ContractId.For(second, key));
        Assert.True(ContractId.TryParse(ContractId.For(first, key).ToString(), out var parsed));
        Assert.Equal(ContractId.For(first, key), parsed);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "my")]
    [InlineData("fo", "mzxq")]
    [InlineData("foo", "mzxw6")]
    [InlineData("foob", "mzxw6yq")]
    [InlineData("fooba", "mzxw6ytb")]
    [InlineData("foobar", "mzxw6ytboi")]
    public void Base32_is_that_of_RFC_4648(string text, string expected) =>
        Assert.Equal(expected, Keys.Base32(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_short_code_has_four_groups_of_four()
    {
        Assert.True(DocumentDigest.TryParse(new string('a', 60) + "BEEF", out var digest));

        Assert.Equal("AAAA AAAA AAAA AAAA", digest.ShortCode);
        Assert.EndsWith("beef", digest.ToString(), StringComparison.Ordinal);
    }
}
