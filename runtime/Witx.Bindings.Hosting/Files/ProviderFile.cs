using System;
using System.IO;
using Microsoft.Extensions.FileProviders;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Files;

/// <summary>A file of a file provider.</summary>
/// <param name="file">The file.</param>
/// <param name="path">The path below the root of the provider.</param>
internal sealed class ProviderFile(IFileInfo file, string path) : WasiFileNode
{
    public override ulong InodeNumber { get; } = ProviderDirectory.GetInodeNumber(path);

    public override ulong Length => (ulong)Math.Max(0, file.Length);

    public override WasiNodeTimes Times => WasiNodeTimes.FromDateTimeOffset(file.LastModified);

    public override WasiTypes.Errno OpenRead(out WasiFileHandle? handle)
    {
        handle = null;
        Stream stream;
        try
        {
            stream = file.CreateReadStream();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => WasiTypes.Errno.Noent,
                UnauthorizedAccessException => WasiTypes.Errno.Acces,
                _ => WasiTypes.Errno.Io,
            };
        }

        if (!stream.CanSeek)
        {
            stream.Dispose();
            return WasiTypes.Errno.Notsup;
        }

        handle = new ProviderFileHandle(stream);
        return WasiTypes.Errno.Success;
    }
}
