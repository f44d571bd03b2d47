using System;

namespace Witx.Bindings.Wasi.Platform;

/// <summary><c>SO_REUSEADDR</c> and <c>SO_REUSEPORT</c>, which .NET does not distinguish, for raw socket options.</summary>
internal static class RawSocketOptions
{
    /// <summary>Returns the level and the number of an option.</summary>
    /// <returns>False if the option is another one, or the system has no such numbers.</returns>
    internal static bool TryGet(SockOption option, out int level, out int number)
    {
        level = OperatingSystem.IsMacOS() ? 0xffff : 1;
        number = option switch
        {
            SockOption.ReuseAddr => OperatingSystem.IsMacOS() ? 4 : 2,
            SockOption.ReusePort => OperatingSystem.IsMacOS() ? 0x200 : 15,
            _ => 0,
        };
        return number != 0 && !OperatingSystem.IsWindows();
    }
}
