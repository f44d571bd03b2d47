using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Wasmtime;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// Compiled programs on the disk, as the engine writes them. They are mapped rather than read, so that one of a hundred megabytes is there
/// at once, and all who run it share its pages.
/// </summary>
internal sealed class ProgramCache
{
    private const string Extension = ".cwasm";
    private const int KeyLength = 2 * SHA256.HashSizeInBytes;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private static readonly string s_engine =
        $"{typeof(Engine).Assembly.GetName().Version} {RuntimeInformation.RuntimeIdentifier} scan {ModuleScanner.Version}";

    private readonly DirectoryInfo _directory;
    private readonly long _maxSize;

    private ProgramCache(DirectoryInfo directory, long maxSize) => (_directory, _maxSize) = (directory, maxSize);

    /// <summary>Where the user's caches lie. Null where there is no place for it, or others could have put programs there.</summary>
    /// <param name="maxSize">The most bytes of all programs together.</param>
    internal static ProgramCache? OpenForUser(long maxSize) => UserDirectory is { } directory ? OpenForUser(directory, maxSize) : null;

    internal static ProgramCache? OpenForUser(string directory, long maxSize)
    {
        try
        {
            return Open(directory, maxSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>In a directory, which is made for the user alone if it is missing.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="maxSize">The most bytes of all programs together.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// It may not be made, or another user can write to it or replace it. On Windows that is not checked.
    /// </exception>
    internal static ProgramCache Open(string directory, long maxSize)
    {
        if (OperatingSystem.IsWindows())
        {
            return new ProgramCache(Directory.CreateDirectory(directory), maxSize);
        }

        ProgramCache cache = new(
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), maxSize);
        PrivateFile.OpenDirectory(directory)?.Dispose();
        return cache;
    }

    /// <summary>What a program is found by again. Guests come from anywhere: none may be taken for another.</summary>
    /// <param name="text">WebAssembly, binary or text.</param>
    /// <param name="settings">What tells its engine from others of the same version.</param>
    internal static string ComputeKey(ProgramSource text, string settings)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{s_engine}\n{settings}\n"));
        text.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Maps a compiled program. It is machine code: the descriptor that is mapped is the one whose owner and mode were checked.
    /// </summary>
    /// <returns>False if there is no such program, it is cut short, or another user can have written it.</returns>
    internal bool TryMap(Engine engine, string name, string key, [NotNullWhen(true)] out Module? module)
    {
        module = null;
        try
        {
            using SafeFileHandle? file = Open(key);
            if (file is null)
            {
                return false;
            }

            // The least recently used programs are removed first.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            module = Module.DeserializeFile(engine, name, OperatingSystem.IsWindows() ? GetPath(key) : PrivateFile.PathTo(file));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or WasmtimeException)
        {
            return false;
        }
    }

    /// <summary>Keeps a program, if there is room. Whoever maps it finds all of it, and it never changes below those who have mapped it.</summary>
    internal void Add(Module module, string key)
    {
        string path = GetPath(key);
        string draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream file = new(draft, DraftOptions()))
            {
                file.Write(module.Serialize());
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
            Trim(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, or none any more.
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }
        }
    }

    private static FileStreamOptions DraftOptions()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private SafeFileHandle? Open(string key)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.Exists(GetPath(key)) ? File.OpenHandle(GetPath(key), access: FileAccess.ReadWrite, share: FileShare.ReadWrite) : null;
        }

        using SafeFileHandle? directory = PrivateFile.OpenDirectory(_directory.FullName);
        return directory is null ? null : PrivateFile.Open(directory, key + Extension);
    }

    private static string? UserDirectory =>
        OperatingSystem.IsWindows() ? GetCacheDirectory(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData))
        : OperatingSystem.IsMacOS() ? GetCacheDirectory(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Caches")
        : GetCacheDirectory(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? GetCacheDirectory(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static string? GetCacheDirectory(string? folder, params ReadOnlySpan<string> names) =>
        Path.IsPathFullyQualified(folder ?? "") ? Path.Join([folder, .. names, "witx-bindings"]) : null;

    private string GetPath(string key) => Path.Join(_directory.FullName, key + Extension);

    /// <summary>Removes what was not used for longest, but not what was just kept.</summary>
    private void Trim(string kept)
    {
        long size = new FileInfo(kept).Length;
        foreach (FileInfo file in _directory.EnumerateFiles().Where(IsCacheFile).OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            if (file.FullName != kept && (size += file.Length) > _maxSize)
            {
                file.Delete();
            }
        }
    }

    /// <summary>Whether a file is the cache's own, if only a draft of it: the directory may hold others.</summary>
    private static bool IsCacheFile(FileInfo file) =>
        file.Name.Length >= KeyLength + Extension.Length
        && file.Name.AsSpan(KeyLength).StartsWith(Extension, StringComparison.Ordinal)
        && !file.Name.AsSpan(0, KeyLength).ContainsAnyExcept(s_hexadecimal);
}
