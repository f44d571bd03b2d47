using System;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// An alternate signal stack (sigaltstack(2)) for a thread that runs guests and then ends. The stack before is installed again when this
/// one is disposed.
/// </summary>
/// <remarks>
/// .NET maps such a stack for each thread, and unmaps it at the end of the thread only if it is still installed. The engine needs a larger
/// one. If the engine maps that itself, no stack is installed at the end. Two mappings are then left of each thread, and the process fails
/// beyond <c>vm.max_map_count</c> (proc_sys_vm(5)).
/// </remarks>
internal readonly ref struct SignalStack : IDisposable
{
    private readonly LinuxSignalStack _previous;
    private readonly LinuxSignalStack _own;

    private SignalStack(LinuxSignalStack previous, LinuxSignalStack own) => (_previous, _own) = (previous, own);

    /// <summary>Installs a stack for the current thread. Call it before the thread runs a guest for the first time.</summary>
    internal static SignalStack Install() =>
        OperatingSystem.IsLinux() && LinuxSignalStack.TryReplace(out LinuxSignalStack previous, out LinuxSignalStack own)
            ? new SignalStack(previous, own)
            : default;

    public void Dispose()
    {
        if (!_own.IsEmpty)
        {
            LinuxSignalStack.Restore(_previous, _own);
        }
    }
}
