using Witx.Bindings.Architecture.Tests.Rules;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The members of .NET that report the operating system.</summary>
internal static class OperatingSystemQuery
{
    public static bool Matches(TypeUse use) => (use.Used.ToString(), use.UsedMember) is
        ("System.OperatingSystem", not null)
        or ("System.Runtime.InteropServices.RuntimeInformation", "IsOSPlatform" or "get_OSDescription" or "get_RuntimeIdentifier")
        or ("System.Environment", "get_OSVersion");
}
