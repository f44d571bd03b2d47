using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>An open handle of a virtual device.</summary>
/// <param name="device">The device.</param>
/// <param name="stat">Its attributes.</param>
/// <param name="process">The process that the guest belongs to.</param>
internal sealed class DeviceFile(Device device, Filestat stat, IDeviceBackend process) : FileHandle
{
    internal override bool HasOffsets => false;

    public override void Dispose()
    {
    }

    internal override Errno GetStat(out Filestat found)
    {
        found = stat;
        return Errno.Success;
    }

    internal override Errno Sync() => Errno.Inval;

    internal override Errno DataSync() => Errno.Inval;

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (device == Device.Terminal)
        {
            return process.StandardInput!.Inode.Read(process.StandardInput, vectors, waiter, out count);
        }

        Errno error = Errno.Success;
        for (int i = 0; device != Device.Null && i < vectors.Count && error == Errno.Success; i++)
        {
            Span<byte> buffer = vectors[i];
            if (device == Device.Random)
            {
                error = process.FillRandom(buffer);
            }
            else
            {
                buffer.Clear();
            }

            count += (uint)buffer.Length;
        }

        return error;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (device == Device.Terminal)
        {
            return process.StandardOutput!.Inode.Write(process.StandardOutput, vectors, waiter, out count);
        }

        count = device == Device.Full ? 0 : (uint)vectors.Length;
        return device == Device.Full && vectors.Length > 0 ? Errno.Nospc : Errno.Success;
    }

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        OpenFileDescription? file = device != Device.Terminal ? null
            : interest.HasFlag(PollEvents.Readable) ? process.StandardInput
            : process.StandardOutput;
        return file?.Poll(interest, waiter) ?? new(interest);
    }
}
