using System.Linq;
using System.Text.RegularExpressions;

namespace Witx.Bindings.Language.Tests;

/// <summary>Converts our errors to the messages that the witxt files expect.</summary>
internal static class CrateMessage
{
    public static string Format(WitxError error, WitxDocument document)
    {
        string text = document.Files.Single(file => file.Path == error.Location.Path).Text;
        string name = text.Substring(error.Location.Start, error.Location.Length).TrimStart('$');
        string[] quoted = [.. Regex.Matches(error.Message, @"'\$([^']*)'").Select(static match => match.Groups[1].Value)];
        string[] numbers = [.. Regex.Matches(error.Message, @"\b\d+\b").Select(static match => match.Value)];
        return error.Id switch
        {
            "WITX101" => $"Unknown name `{name}`",
            "WITX104" => $"Redefinition of name `{name}`",
            "WITX110" => "Anonymous structured types (struct, union, enum, flags, handle) are not permitted",
            "WITX111" => $"Wrong kind of name `{name}`: expected enum or builtin, got {Kind(error.Message)}",
            "WITX113" => $"Union expected {numbers[0]} variants, found {numbers[^1]}",
            "WITX114" => $"Invalid union field `{quoted[1]}`: does not correspond to variant in tag `{quoted[0]}`",
            "WITX201" => "ABI error: invalid return type",
            "WITX202" => "ABI error: only named types are allowed in results",
            "WITX203" => "ABI error: more than one result",
            _ => error.Message,
        };
    }

    private static string Kind(string message) => message.Split(';')[0].Split(' ')[^1] switch
    {
        "string" or "list" => "list",
        "number" or "character" => "builtin",
        string other => other,
    };
}
