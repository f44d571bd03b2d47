using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Wasmtime;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>The directory in which hosts keep compiled programs (<see cref="WasiHostOptions.CacheCompiledPrograms"/>).</summary>
/// <remarks>
/// <para>Its methods can be called on any thread, also while other processes use the directory.</para>
/// <para>Programs are mapped, not read. A large program is available at once, and the processes that run it share its pages.</para>
/// </remarks>
public sealed class WasiProgramCache
{
    private const string Extension = ".cwasm";
    private const int KeyLength = 2 * SHA256.HashSizeInBytes;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private static readonly string s_engineVersion =
        $"{typeof(Engine).Assembly.GetName().Version} {HostSystem.RuntimeIdentifier} scan {ModuleScanner.Version}";

    private readonly PrivateDirectory _directory;
    private readonly long _maxSize;

    private WasiProgramCache(PrivateDirectory directory, long maxSize) => (_directory, _maxSize) = (directory, maxSize);

    /// <summary>Opens the cache in the cache directory of the current user, which is created if it is missing.</summary>
    /// <returns>The cache, or null if there is no such directory, it cannot be created, or another user can write to it.</returns>
    public static WasiProgramCache? OpenForUser() => OpenForUser(long.MaxValue);

    /// <summary>Opens the cache in a directory, which is created for the current user alone if it is missing.</summary>
    /// <param name="directory">The path of the directory (<see cref="WasiHostOptions.CacheDirectory"/>).</param>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The current user may not create the directory, or another user can write to it or replace it. On Windows the latter is not checked.
    /// </exception>
    public static WasiProgramCache Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Open(directory, long.MaxValue);
    }

    /// <summary>Opens the cache in the user's cache directory.</summary>
    /// <param name="maxSize">The maximum total size of all programs in bytes.</param>
    /// <returns>The cache, or null if there is no such directory, it cannot be created, or another user can write to it.</returns>
    internal static WasiProgramCache? OpenForUser(long maxSize) =>
        PrivateDirectory.UserCachePath is { } directory ? OpenForUser(directory, maxSize) : null;

    /// <summary>Opens the cache in a directory. Returns null instead of throwing.</summary>
    internal static WasiProgramCache? OpenForUser(string directory, long maxSize)
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

    /// <summary>Opens the cache in a directory, which is created with mode 0700 if it is missing.</summary>
    /// <param name="directory">The path of the directory.</param>
    /// <param name="maxSize">The maximum total size of all programs in bytes.</param>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The current user may not create the directory, or another user can write to it or replace it. On Windows the latter is not checked.
    /// </exception>
    internal static WasiProgramCache Open(string directory, long maxSize) => new(PrivateDirectory.Create(directory), maxSize);

    /// <summary>The absolute path of the directory.</summary>
    public string Directory => _directory.Info.FullName;

    /// <summary>Lists the compiled programs, the most recently used first.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The current user may not read the directory.</exception>
    public IReadOnlyList<WasiCachedProgram> List() =>
    [
        .. GetFiles().Where(static file => file.Extension is Extension)
            .Select(static file => new WasiCachedProgram(file.Name[..KeyLength], file.Length, file.LastWriteTimeUtc))
            .OrderByDescending(static program => program.LastUsed),
    ];

    /// <summary>
    /// Deletes all compiled programs. A program that runs keeps its pages; hosts compile a program again when they load it.
    /// </summary>
    /// <returns>The number of programs.</returns>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The current user may not delete a file.</exception>
    public int Clear()
    {
        FileInfo[] files = [.. GetFiles()];
        foreach (FileInfo file in files)
        {
            file.Delete();
        }

        return files.Count(static file => file.Extension is Extension);
    }

    /// <summary>Computes the key of a program: a SHA-256 hash of its source, the engine's version and the engine's settings.</summary>
    /// <param name="source">The WebAssembly module, binary or text.</param>
    /// <param name="settings">The settings that distinguish the engine from others of the same version.</param>
    /// <remarks>The hash is cryptographic, because an untrusted guest must not be able to collide with another program.</remarks>
    internal static string ComputeKey(ProgramSource source, string settings)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{s_engineVersion}\n{settings}\n"));
        source.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Maps a compiled program.</summary>
    /// <returns>False if the program is not cached, its file is damaged, or another user can have written it.</returns>
    /// <remarks>The file contains machine code, so the descriptor that is mapped is the one whose owner and mode were checked.</remarks>
    internal bool TryMap(Engine engine, string name, string key, [NotNullWhen(true)] out Module? module)
    {
        module = null;
        try
        {
            using SafeFileHandle? file = _directory.TryOpen(key + Extension);
            if (file is null)
            {
                return false;
            }

            // The least recently used programs are removed first.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            module = Module.DeserializeFile(engine, name, _directory.GetPathToHandle(file, key + Extension));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or WasmtimeException)
        {
            return false;
        }
    }

    /// <summary>Adds a program, and removes the least recently used ones beyond the maximum size. Ignores a full or missing disk.</summary>
    /// <remarks>
    /// The file is written under a temporary name and renamed, so that readers see a complete file and mapped files never change.
    /// </remarks>
    internal void Add(Module module, string key)
    {
        string path = _directory.GetPath(key + Extension);
        string temporaryPath = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream file = _directory.CreateFile(Path.GetFileName(temporaryPath)))
            {
                file.Write(module.Serialize());
                file.Flush(flushToDisk: true);
            }

            File.Move(temporaryPath, path, overwrite: true);
            Trim(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full or the directory was removed. The program runs without a cache entry.
            if (File.Exists(temporaryPath))
            {
                File.Delete(temporaryPath);
            }
        }
    }

    /// <summary>Deletes the least recently used files until the rest fits the maximum size. Keeps the file that was just added.</summary>
    private void Trim(string added)
    {
        long size = new FileInfo(added).Length;
        foreach (FileInfo file in GetFiles().OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            if (file.FullName != added && (size += file.Length) > _maxSize)
            {
                file.Delete();
            }
        }
    }

    private IEnumerable<FileInfo> GetFiles() => _directory.Info.EnumerateFiles().Where(IsCacheFile);

    /// <summary>True if a file is a cache entry or a temporary file of the cache. The directory may contain other files.</summary>
    private static bool IsCacheFile(FileInfo file) =>
        file.Name.Length >= KeyLength + Extension.Length
        && file.Name.AsSpan(KeyLength).StartsWith(Extension, StringComparison.Ordinal)
        && !file.Name.AsSpan(0, KeyLength).ContainsAnyExcept(s_hexadecimal);
}
