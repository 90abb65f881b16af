using System.Text;
using LiveView.Feeds.Market;

namespace LiveView.Feeds.Tests.Market;

/// <summary>Reading a number from its own text.</summary>
public sealed class ExactTests
{
    [Theory]
    [InlineData("22950.0", "22950.0")]
    [InlineData("0.00089594", "0.00089594")]
    [InlineData("-6.099999999999909", "-6.099999999999909")]
    [InlineData("1e-7", "0.0000001")]
    [InlineData("1.5E+3", "1500")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    public void Every_digit_is_kept(string text, string kept)
    {
        Assert.True(Exact.TryRead(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(kept, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999999999999")] // 29 digits
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("1e-29")]
    [InlineData("1e999")]
    public void What_cannot_be_kept_to_the_last_digit_is_no_number_and_never_rounded(string text) =>
        Assert.False(Exact.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("22950.0", "22950")]
    [InlineData("0.50", "0.5")]
    [InlineData("1200", "1200")]
    public void A_number_has_one_plain_spelling(string text, string plain)
    {
        Assert.True(Exact.TryRead(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(plain, Exact.Plain(number).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
