using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The standard streams of a process that <c>proc_spawn</c> starts.</summary>
/// <param name="parent">The calling process, which gets the other ends of pipes.</param>
/// <param name="modes">The mode of each stream.</param>
internal sealed class SpawnStreams(WasiProcess parent, params StdioMode[] modes)
{
    private readonly Fd?[] _ends = new Fd?[modes.Length];

    /// <summary>Connects the streams of the new process.</summary>
    internal Errno Connect(WasiProcess child)
    {
        for (uint number = 0; number < modes.Length; number++)
        {
            Errno error = modes[number] switch
            {
                StdioMode.Null => Put(child, number, number == 0 ? NullStream.Input : NullStream.Output),
                StdioMode.Piped => ConnectPipe(child, number),
                _ => Errno.Success,
            };
            if (error != Errno.Success)
            {
                return error;
            }
        }

        return Errno.Success;
    }

    /// <summary>Returns the end of a pipe that the calling process got; none if the stream is not a pipe.</summary>
    internal OptionFd GetEnd(int number) => _ends[number] is { } end ? OptionFd.Some(end) : OptionFd.None(0);

    /// <summary>Closes the ends of the calling process, because the new process was not started.</summary>
    internal void Close()
    {
        foreach (Fd? end in _ends)
        {
            _ = end is { } fd ? parent.Descriptors.Remove(fd) : Errno.Success;
        }
    }

    private static Errno Put(WasiProcess process, uint number, Inode inode)
    {
        OpenFileDescription file = new(inode);
        Errno error = process.Descriptors.Put(new Descriptor(file), new Fd(number));
        if (error != Errno.Success)
        {
            file.Release();
        }

        return error;
    }

    private Errno ConnectPipe(WasiProcess child, uint number)
    {
        if (!Pipe.TryCreate(parent.Ledger, out Pipe? pipe))
        {
            return Errno.Nomem;
        }

        PipeInode reader = new(pipe, null);
        PipeInode writer = new(null, pipe);
        Errno error = Put(child, number, number == 0 ? reader : writer);
        OpenFileDescription file = new(number == 0 ? writer : reader);
        if (error == Errno.Success)
        {
            error = parent.Descriptors.Insert(new Descriptor(file), out Fd end);
            _ends[number] = error == Errno.Success ? end : null;
        }

        if (error != Errno.Success)
        {
            file.Release();
        }

        return error;
    }
}
