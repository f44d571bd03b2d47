using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system call of the proposal wasi-threads.</summary>
[WitxModule("wasi_threads.witx")]
internal sealed partial class WasiThreads(WasiThread thread)
{
    private const string Start = "wasi_thread_start";

    /// <returns>The identifier of the new thread, or a negative errno.</returns>
    public partial int ThreadSpawn(uint startArg)
    {
        thread.Process.DebugLog?.ThreadSpawn();
        ThreadEntry entry = new(Start, id => [id, startArg]);
        Errno error = thread.Process.Threads.Spawn(thread, entry, out uint id);
        return error == Errno.Success ? (int)id : -(int)error;
    }
}
