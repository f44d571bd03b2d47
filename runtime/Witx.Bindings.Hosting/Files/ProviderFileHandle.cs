using System;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Files;

/// <summary>An open file of a file provider.</summary>
/// <param name="stream">The stream, which can seek.</param>
internal sealed class ProviderFileHandle(Stream stream) : WasiFileHandle
{
    // The stream has one position.
    private readonly Lock _gate = new();

    public override ulong Length
    {
        get
        {
            lock (_gate)
            {
                return (ulong)stream.Length;
            }
        }
    }

    public override WasiTypes.Errno Read(Span<byte> buffer, ulong offset, out int count)
    {
        count = 0;
        try
        {
            lock (_gate)
            {
                if (offset < (ulong)stream.Length)
                {
                    stream.Position = (long)offset;
                    count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                }
            }

            return WasiTypes.Errno.Success;
        }
        catch (IOException)
        {
            return WasiTypes.Errno.Io;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                stream.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
