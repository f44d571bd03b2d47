using System.Linq;

namespace Witx.Bindings.Guests.Naming;

/// <summary>Recognizes identifiers that all languages allow.</summary>
internal static class Identifier
{
    /// <summary>True for ASCII letters, digits and underscores that do not start with a digit.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0
        && name[0] is not (>= '0' and <= '9')
        && name.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');
}
