using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>
/// Opens files that no user but the effective one and root can have written: the owner and the mode of the file and of every directory
/// above it are checked on open descriptors.
/// </summary>
/// <remarks>Access control lists are not examined.</remarks>
[UnsupportedOSPlatform("windows")]
internal static unsafe class PrivateFile
{
    // With the NUL at its end, as realpath(3) writes it.
    private const int RealPathCapacity = PathLimits.MaxPathLength + 1;

    // The bits of st_mode. POSIX does not fix them, but they are the same on every Unix.
    private const uint TypeMask = 0xF000;
    private const uint DirectoryType = 0x4000;
    private const uint RegularType = 0x8000;
    private const uint Sticky = 0x200;
    private const uint OthersWrite = 0x12;

    private static UnixConstants Constants => UnixConstants.Current;

    /// <summary>Opens a directory, for <see cref="Open"/> only.</summary>
    /// <param name="path">The path. Symbolic links in it are followed; the directories that they lead to are checked.</param>
    /// <returns>The directory; null if there is none.</returns>
    /// <exception cref="UnauthorizedAccessException">Another user can write to the directory, or replace it or one above it.</exception>
    internal static SafeFileHandle? OpenDirectory(string path)
    {
        byte* real = stackalloc byte[RealPathCapacity];
        fixed (byte* text = NulTerminated(Path.GetFullPath(path)))
        {
            if (Libc.RealPath(text, real) == 0)
            {
                return null;
            }
        }

        string resolved = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(real));
        SafeFileHandle? directory = OpenAt(Constants.AtWorkingDirectory, "/", Constants.OpenForTraversal | Constants.OpenDirectory);
        string[] names = resolved.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; directory is not null && i < names.Length; i++)
        {
            using SafeFileHandle parent = directory;
            EnsureTrusted(parent, path);
            directory = OpenAt(
                (int)parent.DangerousGetHandle(),
                names[i],
                Constants.OpenForTraversal | Constants.OpenDirectory | Constants.OpenNoFollow);
        }

        if (directory is not null && !IsPrivate(directory, DirectoryType))
        {
            directory.Dispose();
            throw CreateException(path);
        }

        return directory;
    }

    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="directory">A directory from <see cref="OpenDirectory"/>.</param>
    /// <param name="name">The name of the file. A symbolic link is not followed.</param>
    /// <returns>The file; null if there is none, or another user owns it or may write to it.</returns>
    internal static SafeFileHandle? Open(SafeFileHandle directory, string name)
    {
        SafeFileHandle? file = OpenAt((int)directory.DangerousGetHandle(), name, Constants.OpenNoFollow | Constants.OpenNonBlocking);
        if (file is not null && !IsPrivate(file, RegularType))
        {
            file.Dispose();
            return null;
        }

        return file;
    }

    /// <summary>Returns a path that opens the file of an open descriptor, even if its name was replaced.</summary>
    internal static string PathTo(SafeFileHandle file) =>
        $"{(OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd")}/{file.DangerousGetHandle()}";

    /// <summary>Checks that no other user can rename or replace the entries of a directory.</summary>
    private static void EnsureTrusted(SafeFileHandle directory, string path)
    {
        (uint owner, uint mode) = Stat(directory);
        bool isShared = (mode & OthersWrite) != 0 && (mode & Sticky) == 0;
        if (isShared || (owner != 0 && owner != Libc.EffectiveUser()))
        {
            throw CreateException(path);
        }
    }

    private static bool IsPrivate(SafeFileHandle file, uint type)
    {
        (uint owner, uint mode) = Stat(file);
        return owner == Libc.EffectiveUser() && (mode & (TypeMask | OthersWrite)) == type;
    }

    private static (uint Owner, uint Mode) Stat(SafeFileHandle file)
    {
        HostHandle handle = new(file);
        if (OperatingSystem.IsMacOS())
        {
            MacStat mac;
            return MacLibc.Stat(handle, &mac) < 0 ? (uint.MaxValue, 0) : (mac.Owner, mac.Mode);
        }

        LinuxStat linux;
        return LinuxLibc.Stat(handle, &linux) < 0 ? (uint.MaxValue, 0) : (linux.Owner, linux.Mode);
    }

    private static SafeFileHandle? OpenAt(int directory, string name, int flags)
    {
        fixed (byte* text = NulTerminated(name))
        {
            int descriptor;
            while ((descriptor = Libc.OpenAt(directory, text, flags | Constants.OpenCloseOnExec, 0)) < 0 && HostErrno.IsInterrupted)
            {
            }

            return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    private static byte[] NulTerminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static UnauthorizedAccessException CreateException(string path) => new(
        $"The directory '{path}' cannot hold compiled programs: another user can write to it, or to a directory above it.");
}
