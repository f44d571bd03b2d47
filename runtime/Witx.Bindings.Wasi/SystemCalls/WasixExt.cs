using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of WASIX that are missing in its public witx file, such as <c>proc_exit2</c>.</summary>
[WitxModule("wasix_ext.witx", Types = typeof(WasiTypes), Missing = MissingFunction.Return, MissingError = "notsup")]
internal partial class WasixExt(WasiThread thread) : Wasix(thread)
{
    /// <summary>Ends the process like <c>proc_exit</c>, because forked processes, from which it would return, are not supported.</summary>
    public partial void ProcExit2(uint rval) => ProcExit(rval);

    public partial Result<Tid, Errno> ThreadSpawn(GuestRef<ThreadStart> args) => ThreadSpawnV2(args);

    public partial Result<(Fd, AddrPort), Errno> SockAccept(Fd fd, Fdflags flags) => SockAcceptV2(fd, flags);
}
