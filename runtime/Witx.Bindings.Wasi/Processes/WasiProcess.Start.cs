using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi;

/// <content>The descriptors that the process starts with.</content>
public sealed partial class WasiProcess
{
    private static string ToVariable(KeyValuePair<string, string> variable, string parameter) =>
        string.IsNullOrEmpty(variable.Key) || variable.Key.Contains('=', StringComparison.Ordinal)
            ? throw new ArgumentException(
                $"Environment variable name '{PrintableText.From(variable.Key ?? "")}' is invalid: it must not be empty or contain '='.",
                parameter)
            : $"{variable.Key}={variable.Value}";

    /// <summary>Opens the standard streams, the mounts and the other descriptors, in this order.</summary>
    /// <param name="options">The options of the process.</param>
    /// <param name="hasRoot">True if the process has the directory <c>/</c>.</param>
    /// <param name="usesRootOnly">True to preopen no directory but the root.</param>
    /// <param name="policyLog">The log for requests that a file policy denied or audited.</param>
    private void Open(WasiOptions options, bool hasRoot, bool usesRootOnly, ILogger policyLog)
    {
        StandardInput = Insert(new OpenFileDescription(options.Input.Open(_streams)));
        foreach ((int descriptor, WasiOutput output) in (ReadOnlySpan<(int, WasiOutput)>)[(1, options.Output), (2, options.Error)])
        {
            OpenFileDescription file = Insert(new OpenFileDescription(output.Open(_streams, descriptor)));
            StandardOutput ??= file;
            if (output.IsBuffered)
            {
                (_bufferedOutputs ??= []).Add(file);
            }
        }

        foreach (WasiMount mount in options.Mounts)
        {
            _mounts.Add(mount.Open(this, Ledger, policyLog));
        }

        if (hasRoot && CommandDirectory.TryCreate(options) is { } commands)
        {
            _mounts.Add(commands.Open(this, Ledger, policyLog));
        }

        _trees = new MountTrees(_mounts, hasRoot);
        if (_trees.Root is { } root)
        {
            _ = Insert(new OpenFileDescription(root) { GuestPath = [(byte)'/'] }, "/"u8.ToArray());
        }

        foreach (Mount mount in _mounts)
        {
            if (mount != _trees.Root?.Mount && mount.IsPreopened && !usesRootOnly)
            {
                Errno error = Errno.Success;
                Inode? directory = _trees.FindNode(mount);
                if (directory is null)
                {
                    error = mount.Directory.OpenByHost("."u8, HostOpen.Read | HostOpen.Directory, out directory);
                }

                if (error != Errno.Success)
                {
                    throw new IOException(
                        $"Cannot open the mount '{PrintableText.From(mount.GuestPath)}': {error}. Check that its directory can be read.");
                }

                byte[]? path = hasRoot ? WorkingDirectory.Join("/"u8, mount.GuestPath) : null;
                _ = Insert(new OpenFileDescription(directory!, mount) { GuestPath = path }, mount.GuestPath);
            }
        }

        foreach (WasiDescriptor descriptor in options.Descriptors)
        {
            foreach (Inode inode in descriptor.Open(Network, Ledger))
            {
                _ = Insert(new OpenFileDescription(inode));
            }
        }
    }

    private OpenFileDescription Insert(OpenFileDescription file, byte[]? preopenName = null)
    {
        Errno error = Descriptors.Insert(new Descriptor(file) { PreopenName = preopenName }, out _);
        if (error != Errno.Success)
        {
            file.Release();
            throw new IOException(
                $"Cannot create the process: the descriptor limit '{Limits.MaxDescriptors}' is too small for its streams and mounts. "
                + $"Raise '{nameof(WasiLimits)}.{nameof(WasiLimits.MaxDescriptors)}'.");
        }

        return file;
    }
}
