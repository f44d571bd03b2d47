using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.FileProviders;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Files;

/// <summary>A directory of a file provider.</summary>
/// <param name="provider">The provider.</param>
/// <param name="path">The path below the root of the provider; empty for the root.</param>
internal sealed class ProviderDirectory(IFileProvider provider, string path) : WasiDirectoryNode
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override ulong InodeNumber { get; } = GetInodeNumber(path);

    public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node)
    {
        node = TryDecode(name, out string? text) ? Find(path.Length == 0 ? text : $"{path}/{text}") : null;
        return node is not null;
    }

    public override IEnumerable<WasiDirectoryEntry> List()
    {
        foreach (IFileInfo file in provider.GetDirectoryContents(path))
        {
            yield return new WasiDirectoryEntry(
                file.Name, file.IsDirectory ? WasiTypes.Filetype.Directory : WasiTypes.Filetype.RegularFile);
        }
    }

    /// <summary>Returns the same number for the same path, by the hash FNV-1a: nodes are made for each lookup.</summary>
    internal static ulong GetInodeNumber(string path)
    {
        const ulong Basis = 0xcbf29ce484222325;
        const ulong Prime = 0x100000001b3;
        ulong hash = Basis;
        foreach (char character in path)
        {
            hash = unchecked((hash ^ character) * Prime);
        }

        return hash;
    }

    private WasiNode? Find(string child)
    {
        IFileInfo file = provider.GetFileInfo(child);
        return file is { Exists: true, IsDirectory: false } ? new ProviderFile(file, child)
            : provider.GetDirectoryContents(child).Exists ? new ProviderDirectory(provider, child)
            : null;
    }

    /// <summary>Decodes a name. Separators and drives of Windows are not part of names.</summary>
    private static bool TryDecode(ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = name.ContainsAny((byte)'\\', (byte)':') ? null : s_strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            text = null;
        }

        return text is not null;
    }
}
