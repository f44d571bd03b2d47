using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of WASIX that are missing in its public witx file, such as <c>proc_exit2</c>.</summary>
[WitxModule("wasix_ext.witx", Types = typeof(WasiTypes), Missing = MissingFunction.Return, MissingError = "notsup")]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class WasixExt(WasiThread thread) : Wasix(thread)
{
    /// <summary>Ends the process like <c>proc_exit</c>, because forked processes, from which it would return, are not supported.</summary>
    public partial void ProcExit2(uint rval) => ProcExit(rval);

    public partial Result<(Fd, AddrPort), Errno> SockAccept(Fd fd, Fdflags flags) => SockAcceptV2(fd, flags);

    /// <inheritdoc cref="Preview1.OnException"/>
    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    partial void OnException(Exception exception, ref Errno answer, ref bool handled) =>
        (answer, handled) = (Errno.Badf, exception is ObjectDisposedException);
}
