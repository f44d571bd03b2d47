using System;
using System.Collections.Generic;
using System.Threading;

namespace Witx.Bindings.Wasi.Tests.Vfs.Nodes;

/// <summary>A file of <see cref="OwnDirectory"/>. Counts the calls that reach it.</summary>
internal sealed class OwnFile : WasiFileNode
{
    private const ulong MaxLength = 1 << 22;

    private readonly Lock _gate = new();
    private byte[] _bytes = [];
    private WasiNodeTimes _times = OwnTimes.Now;

    public ulong Links { get; set; }

    public List<string> Calls { get; } = [];

    public override ulong LinkCount => Links;

    public override ulong Length => (ulong)_bytes.Length;

    public override WasiNodeTimes Times => _times;

    public override WasiTypes.Errno SetTimes(ulong? accessed, ulong? modified)
    {
        _times = OwnTimes.Set(_times, accessed, modified);
        return Errno.Success;
    }

    public override WasiTypes.Errno OpenRead(out WasiFileHandle? handle) => OpenWrite(out handle);

    public override WasiTypes.Errno OpenWrite(out WasiFileHandle? handle)
    {
        handle = new Handle(this);
        return Errno.Success;
    }

    private void Resize(ulong length)
    {
        Array.Resize(ref _bytes, checked((int)length));
        _times = OwnTimes.MarkModified(_times);
    }

    private sealed class Handle(OwnFile file) : WasiFileHandle
    {
        public override ulong Length => file.Length;

        public override WasiTypes.Errno Read(Span<byte> buffer, ulong offset, out int count)
        {
            lock (file._gate)
            {
                ReadOnlySpan<byte> rest = offset < file.Length ? file._bytes.AsSpan((int)offset) : default;
                count = Math.Min(rest.Length, buffer.Length);
                rest[..count].CopyTo(buffer);
                return Errno.Success;
            }
        }

        public override WasiTypes.Errno Write(ReadOnlySpan<byte> data, ulong offset, out int count)
        {
            lock (file._gate)
            {
                count = 0;
                if (offset > MaxLength - (ulong)data.Length)
                {
                    return Errno.Fbig;
                }

                file.Resize(ulong.Max(file.Length, offset + (ulong)data.Length));
                data.CopyTo(file._bytes.AsSpan((int)offset));
                count = data.Length;
                return Errno.Success;
            }
        }

        public override WasiTypes.Errno SetLength(ulong length)
        {
            lock (file._gate)
            {
                if (length > MaxLength)
                {
                    return Errno.Fbig;
                }

                file.Resize(length);
                return Errno.Success;
            }
        }

        public override WasiTypes.Errno Sync()
        {
            file.Calls.Add("sync");
            return Errno.Success;
        }

        public override WasiTypes.Errno DataSync()
        {
            file.Calls.Add("datasync");
            return Errno.Success;
        }

        protected override void Dispose(bool disposing)
        {
            file.Calls.Add("dispose");
            base.Dispose(disposing);
        }
    }
}
