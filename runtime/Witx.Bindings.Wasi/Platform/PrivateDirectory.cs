using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A host directory for files that no other user may have written. On Windows, owners and permissions are not checked.</summary>
internal sealed class PrivateDirectory
{
    private PrivateDirectory(DirectoryInfo directory) => Info = directory;

    internal DirectoryInfo Info { get; }

    /// <summary>Gets the path of this library's directory among the caches of the current user; null if the user has none.</summary>
    internal static string? UserCachePath =>
        OperatingSystem.IsWindows() ? GetCachePath(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData))
        : OperatingSystem.IsMacOS() ? GetCachePath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Caches")
        : GetCachePath(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? GetCachePath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary>Opens a directory, and creates it for the current user alone if it is missing.</summary>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The directory may not be created, or another user can write to it, or replace it or one above it.
    /// </exception>
    internal static PrivateDirectory Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new PrivateDirectory(Directory.CreateDirectory(path));
        }

        PrivateDirectory directory = new(
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        PrivateFile.OpenDirectory(path)?.Dispose();
        return directory;
    }

    /// <summary>Returns the path of a file by its name.</summary>
    internal string GetPath(string name) => Path.Join(Info.FullName, name);

    /// <summary>Opens a file for reading. Its times can be set.</summary>
    /// <returns>The file; null if there is none, or another user owns it or may write to it.</returns>
    /// <exception cref="UnauthorizedAccessException">Another user can write to the directory, or replace it or one above it.</exception>
    internal SafeFileHandle? TryOpen(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            string path = GetPath(name);
            return File.Exists(path) ? File.OpenHandle(path, access: FileAccess.ReadWrite, share: FileShare.ReadWrite) : null;
        }

        using SafeFileHandle? directory = PrivateFile.OpenDirectory(Info.FullName);
        return directory is null ? null : PrivateFile.Open(directory, name);
    }

    /// <summary>Returns a path by which native code opens the file of a handle, even if the name now refers to another.</summary>
    /// <param name="file">A handle from <see cref="TryOpen"/>.</param>
    /// <param name="name">The name of the file: Windows has no path to an open handle.</param>
    internal string GetPathToHandle(SafeFileHandle file, string name) =>
        OperatingSystem.IsWindows() ? GetPath(name) : PrivateFile.PathTo(file);

    /// <summary>Creates a file that only the current user can read and write.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be created.</exception>
    internal FileStream CreateFile(string name)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(GetPath(name), options);
    }

    private static string? GetCachePath(string? folder, params ReadOnlySpan<string> names) =>
        Path.IsPathFullyQualified(folder ?? "") ? Path.Join([folder, .. names, "witx-bindings"]) : null;
}
