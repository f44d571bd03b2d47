using System;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The options that .NET takes for one: who may share an address, and who may take one over that was just in use.</summary>
internal static class RawSocketOptions
{
    internal static bool TryFind(SockOption option, out int level, out int number)
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
