using System.Diagnostics;

namespace LiveView.Architecture.Tests;

/// <summary>Nothing that is kept in the repository is a secret, and what looks for one finds it.</summary>
public sealed class SecretTests
{
    [Fact]
    [Trait("Requirement", "8")]
    [Trait("Requirement", "155")]
    public async Task No_file_that_is_kept_holds_a_secret()
    {
        var files = await KeptAsync(TestContext.Current.CancellationToken);
        Assert.True(files.Count > 500, $"Only {files.Count} files are kept.");
        List<string> found = [];
        foreach (var path in files)
        {
            var full = Path.Combine(Repository.Root, path);
            if (!File.Exists(full))
                continue; // taken away and not committed yet
            var text = await File.ReadAllTextAsync(full, TestContext.Current.CancellationToken);
            if (text.Contains('\0', StringComparison.Ordinal))
                continue; // a picture
            found.AddRange(Secrets.In(path, text).Select(secret => $"{path}: {secret.Kind}, {secret.Value[..Math.Min(8, secret.Value.Length)]}…"));
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    // Put together here, so that this file is not one of those that are found.
    [Theory]
    [InlineData("azure key", "DefaultEndpointsProtocol=https;AccountName=a;Account", "Key=kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9LmN4pRs6uYb8w==")]
    [InlineData("azure key", "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccess", "Key=kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9Lm=")]
    [InlineData("azure key", "Endpoint=https://x;Access", "Key=kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9Lm=;Version=1.0;")]
    [InlineData("shared access signature", "https://a.blob.core.windows.net/c?sv=2024-01-01&s", "ig=kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9Lm%3D")]
    [InlineData("private key", "-----BEGIN RSA PRI", "VATE KEY-----")]
    [InlineData("token", "eyJhbGciOiJIUzI1NiIsInR5cCI6Ik", "pXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4i.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")]
    [InlineData("aws", "AKI", "AIOSFODNN7EXAMPLE")]
    [InlineData("github", "ghp", "_16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("slack", "xox", "b-2488392048-2384720384723-kjhKJHkjhKJHkjh")]
    [InlineData("google", "AIz", "aSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe")]
    [InlineData("stripe", "sk_li", "ve_4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("npm", "np", "m_kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3Dk2abc")]
    [InlineData("nuget", "oy", "2kw7qt2vzx9lmn4prs6uyb8cef1ghj3dkw7qt2vzx9lm")]
    [InlineData("anthropic or openai", "sk-a", "nt-kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9L")]
    [InlineData("connection string", "Server=x;User Id=sa;Pass", "word=Tr0ub4dor&3xyz;")]
    [InlineData("address", "https://ann:kW7qT2vZ", "x9LmN4@git.example/x")]
    [InlineData("named", "\"client_sec", "ret\": \"kW7qT2vZx9LmN4pRs6uYb8cEf1\"")]
    [InlineData("named", "const string ApiK", "ey = \"9f86d081884c7d659a2feaa0c55ad015\"")]
    public void What_is_planted_is_found(string kind, string one, string other) =>
        Assert.Contains(Secrets.In("functions/x.cs", $"some text\n{one}{other}\nmore"), found => found.Kind == kind);

    [Theory]
    [InlineData("\"Identity__Secret\": \"\"")]
    [InlineData("AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;")]
    [InlineData("Secret = \"what-is-long-and-says-nothing\"")]
    [InlineData("hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void What_is_none_is_not(string text) => Assert.Empty(Secrets.In("functions/x.cs", text));

    private static async Task<IReadOnlyList<string>> KeptAsync(CancellationToken token)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git could not be started.");
        var names = await git.StandardOutput.ReadToEndAsync(token);
        await git.WaitForExitAsync(token);
        return names.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
