using System.Text;

namespace LiveView.Handler.Tests.Fuzz;

/// <summary>Breaks bytes as wires, careless programs and attackers do. The same dice break the same bytes in the same way.</summary>
internal static class Mutator
{
    // What has broken parsers of JSON, HTTP and paths before.
    private static readonly byte[][] Nasty =
    [
        .. new[]
        {
            "null", "true", "-0", "1e999", "-1e-999", "9223372036854775808", "18446744073709551616", "0x1F", "NaN", "[]", "{}", "\"\"", "[[[[[[[[[[", "{\"a\":", "\\ud800", "\\u0000", "\\",
            "%00", "%2e%2e%2f", "%ff", "%", "%%", "..", "../../../../etc/passwd", "//", ";", "?", "#", "&", "=", "'", "' or 1 eq 1 --", "<script>alert(1)</script>", "${jndi:ldap://x}", "{{7*7}}",
            "\r\nX-Injected: 1\r\n", "\n", "\t", "\u00a0", "\u202e", "\ud83d\ude00", "é", "ﬀ", "sports:", ":", "/", "patients:p-1042", "__proto__", "constructor", "$type", "undefined", "-1", "2147483648",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0x00], [0x1F, 0x8B, 0x08],
    ];

    public static byte[] Break(byte[] bytes, Random dice)
    {
        List<byte> broken = [.. bytes];
        for (var hits = 1 + (int)(-Math.Log(1 - dice.NextDouble()) * 2); hits > 0; hits--)
        {
            var at = dice.Next(broken.Count + 1);
            var length = Math.Min(dice.Next(1, 33), broken.Count - at);
            switch (dice.Next(9))
            {
                case 0 when at < broken.Count: broken[at] = (byte)dice.Next(256); break;
                case 1 when at < broken.Count: broken[at] ^= (byte)(1 << dice.Next(8)); break;
                case 2: broken.RemoveRange(at, length); break;
                case 3: broken.InsertRange(at, broken.GetRange(at, length)); break;
                case 4: broken.RemoveRange(at, broken.Count - at); break;
                case 5: broken.InsertRange(at, Enumerable.Repeat((byte)"[{\"a0 "[dice.Next(6)], dice.Next(1, 2_000))); break;
                case 6 when length > 0: (broken[at], broken[at + length - 1]) = (broken[at + length - 1], broken[at]); break;
                default: broken.InsertRange(at, Nasty[dice.Next(Nasty.Length)]); break;
            }
        }

        return [.. broken];
    }

    public static string Break(string text, Random dice) => Encoding.Latin1.GetString(Break(Encoding.UTF8.GetBytes(text), dice));
}
