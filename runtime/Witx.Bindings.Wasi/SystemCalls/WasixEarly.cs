using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The functions of WASIX that only programs of 2022 and early 2023 import, such as <c>thread_local_*</c>.</summary>
[WitxModule(
    "wasix_early.witx",
    Types = typeof(WasiTypes),
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["thread_local_destroy"])]
internal sealed partial class WasixEarly(WasiThread thread) : Wasix(thread)
{
    private const string Destructor = "_thread_local_destroy";

    /// <summary>Starts a thread, which sets up its stack itself.</summary>
    public partial Result<Tid, Errno> ThreadSpawn(ulong userData, ulong stackBase, ulong stackStart, Bool reactor)
    {
        DebugLog?.ThreadSpawn();
        ThreadEntry entry = new(reactor == Bool.True ? "_react" : "_start_thread", _ => [Lower(userData), Upper(userData)]);
        Errno error = Process.Threads.Spawn(Caller, entry, out uint id);
        return ToResult(error, new Tid(id));
    }

    /// <summary>Waits for a child; the largest number stands for any.</summary>
    public partial Result<uint, Errno> ProcJoin(GuestRef<Pid> pid)
    {
        uint id = pid.Read().Value;
        Errno error = Join(id == uint.MaxValue ? null : id, waits: true, out WasiProcess? child);
        if (child is null)
        {
            return error;
        }

        pid.Write(new Pid(child.Id));
        return unchecked((uint)child.ExitStatus!.Value.ExitCode);
    }

    public partial Result<uint, Errno> ThreadLocalCreate(ulong userData) =>
        ToResult(Process.ThreadLocals.Add(userData, out uint key), key);

    public partial Errno ThreadLocalDestroy(ref GuestCall call, uint key)
    {
        if (!Process.ThreadLocals.Remove(Caller, key, out ulong userData, out ulong value))
        {
            return Errno.Inval;
        }

        if (value != 0 && Caller.Guest?.Instance.GetFunction(Destructor) is { } destructor)
        {
            _ = destructor.Parameters.Count == 2
                ? call.Invoke(Destructor, Lower(userData), unchecked((long)value))
                : call.Invoke(Destructor, Lower(userData), Upper(userData), Lower(value), Upper(value));
        }

        return Errno.Success;
    }

    private static int Lower(ulong value) => unchecked((int)value);

    private static int Upper(ulong value) => Lower(value >> 32);

    public partial Errno ThreadLocalSet(uint key, ulong val) => Process.ThreadLocals.Set(Caller, key, val) ? Errno.Success : Errno.Inval;

    public partial Result<ulong, Errno> ThreadLocalGet(uint key) =>
        Process.ThreadLocals.TryGet(Caller, key, out ulong value) ? value : Errno.Inval;
}
