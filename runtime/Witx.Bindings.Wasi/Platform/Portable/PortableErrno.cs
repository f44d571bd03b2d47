using System;
using System.IO;
using System.Security;

namespace Witx.Bindings.Wasi.Platform.Portable;

/// <summary>Converts exceptions of <c>System.IO</c> to error numbers.</summary>
internal static class PortableErrno
{
    private const int WindowsError = unchecked((int)0x8007_0000);

    /// <summary>Calls a method and returns its error.</summary>
    internal static Errno Try<T>(T state, Action<T> call)
    {
        try
        {
            call(state);
            return Errno.Success;
        }
        catch (Exception thrown) when (FromException(thrown) is Errno error and not Errno.Success)
        {
            return error;
        }
    }

    /// <summary>Converts an exception. Returns <c>Errno.Success</c> for one that is not an error of a file operation.</summary>
    internal static Errno FromException(Exception thrown) => thrown switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.Noent,
        PathTooLongException => Errno.Nametoolong,
        UnauthorizedAccessException or SecurityException => Errno.Acces,
        NotSupportedException => Errno.Notsup,
        ArgumentException => Errno.Inval,
        IOException => FromResult(thrown.HResult),
        _ => Errno.Success,
    };

    // On Windows HResult contains a Windows error number, on a Unix errno.
    private static Errno FromResult(int result) => (result - WindowsError) switch
    {
        2 or 3 => Errno.Noent,
        4 => Errno.Mfile,
        5 => Errno.Acces,
        17 => Errno.Xdev,
        32 or 33 => Errno.Busy,
        39 or 112 => Errno.Nospc,
        80 or 183 => Errno.Exist,
        87 => Errno.Inval,
        145 => Errno.Notempty,
        206 => Errno.Nametoolong,
        267 => Errno.Notdir,
        1295 => Errno.Dquot,
        _ => result > 0 ? HostErrno.FromNumber(result) : Errno.Io,
    };
}
