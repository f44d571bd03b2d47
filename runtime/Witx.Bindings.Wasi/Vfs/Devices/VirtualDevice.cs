using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>A virtual device, created for each open.</summary>
/// <param name="device">The device.</param>
/// <param name="stat">Its attributes.</param>
/// <param name="mode">The access mode.</param>
/// <param name="process">The process that the guest belongs to.</param>
internal sealed class VirtualDevice(Device device, in Filestat stat, HostOpen mode, IDeviceBackend process) : StreamInode(stat, mode)
{
    internal override Errno GetStat(out Filestat found)
    {
        found = FileStat;
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!CanRead)
        {
            return Errno.Badf;
        }

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
        if (!CanWrite)
        {
            return Errno.Badf;
        }

        if (device == Device.Terminal)
        {
            return process.StandardOutput!.Inode.Write(process.StandardOutput, vectors, waiter, out count);
        }

        count = device == Device.Full ? 0 : (uint)vectors.Length;
        return device == Device.Full && vectors.Length > 0 ? Errno.Nospc : Errno.Success;
    }

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        OpenFileDescription? terminal = device != Device.Terminal ? null
            : interest.HasFlag(PollEvents.Readable) ? process.StandardInput
            : process.StandardOutput;
        return terminal?.Poll(interest, waiter) ?? new(interest);
    }
}
