using System;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>
/// The system calls that WASIX adds to preview1, for one thread. Functions that are not implemented return <c>Errno.Notsup</c>.
/// </summary>
[WitxModule(
    "wasix_v1.witx",
    Types = typeof(WasiTypes),
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["call_dynamic", "stack_checkpoint"])]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class Wasix(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
    private protected WasiProcess Process => Caller.Process;

    private protected ILogger Logger => Caller.Process.Log;

    /// <inheritdoc cref="Preview1.OnException"/>
    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    partial void OnException(Exception exception, ref Errno answer, ref bool handled) =>
        (answer, handled) = (Errno.Badf, exception is ObjectDisposedException);
}
