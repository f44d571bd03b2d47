using System;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The calls on a stream socket of the host that .NET has for single buffers only.</summary>
internal static class SocketCalls
{
    /// <summary>Whether the system takes all of a guest's buffers in one call.</summary>
    internal static bool TakesVectors => !OperatingSystem.IsWindows();

    internal static Errno Read(HostHandle socket, in IoVectors vectors, out uint count) => UnixFile.Read(socket, vectors, out count);

    internal static Errno Write(HostHandle socket, in IoVectors vectors, out uint count) => UnixFile.Write(socket, vectors, out count);
}
