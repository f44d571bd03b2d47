using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A file of the host with offsets. Data goes straight between it and guest memory.</summary>
internal sealed class HostFile(SafeFileHandle handle) : FileHandle
{
    internal override bool HasOffsets => true;

    public override void Dispose() => handle.Dispose();

    internal override Errno GetStat(out Filestat stat) => FileCalls.GetStat(handle, out stat);

    internal override Errno Sync() => FileCalls.Sync(handle);

    internal override Errno DataSync() => FileCalls.DataSync(handle);

    internal override Errno ReadAt(IoVectors vectors, ulong offset, out uint count) =>
        FileCalls.ReadAt(handle, vectors, offset, out count);

    internal override Errno WriteAt(IoVectors vectors, ulong offset, out uint count) =>
        FileCalls.WriteAt(handle, vectors, offset, out count);

    internal override Errno Append(IoVectors vectors, out uint count, out ulong end) =>
        FileCalls.Append(handle, vectors, out count, out end);

    internal override Errno SetSize(ulong size) => FileCalls.SetSize(handle, size);

    internal override Errno Allocate(ulong offset, ulong length) => FileCalls.Allocate(handle, offset, length);

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => FileCalls.Advise(handle, offset, length, advice);

    internal override Errno SetTimes(FileTimes times) => FileCalls.SetTimes(handle, times);
}
