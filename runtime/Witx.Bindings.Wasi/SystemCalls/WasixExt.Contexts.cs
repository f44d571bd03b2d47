using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Contexts: <c>context_create</c>, <c>context_switch</c>, <c>context_destroy</c>.</content>
internal partial class WasixExt
{
    /// <summary>Starts contexts; null if the thread cannot have any.</summary>
    private IThreadLauncher? Launcher => Caller.Guest is null ? null : Process.Threads.Launcher;

    /// <summary>Calls the function of a context, which has the type <c>() -> ()</c>.</summary>
    internal static void CallContext(Guest guest, ulong entrypoint) =>
        _ = ((ICallingGuest)guest).InvokeIndirect(FunctionTable, entrypoint, []);

    public partial Errno ContextCreate(GuestRef<ulong> newContextPtr, ulong entrypoint)
    {
        DebugLog?.ContextCreate(entrypoint);
        if (Launcher is not { } launcher)
        {
            return Errno.Notsup;
        }

        if (FindFunction(entrypoint, out GuestFunctionType? function) != Errno.Success
            || function is not { Parameters.IsEmpty: true, Results.IsEmpty: true })
        {
            return Errno.Inval;
        }

        Errno error = Caller.Contexts.Create(launcher, entrypoint, out ulong id);
        if (error == Errno.Success)
        {
            newContextPtr.Write(id);
        }

        return error;
    }

    public partial Errno ContextSwitch(ulong nextContext)
    {
        TraceLog?.ContextSwitch(nextContext);
        return Launcher is null ? Errno.Notsup : Caller.Contexts.Switch(nextContext);
    }

    public partial Errno ContextDestroy(ulong context)
    {
        DebugLog?.ContextDestroy(context);
        return Launcher is null ? Errno.Notsup : Caller.Contexts.Destroy(context);
    }
}
