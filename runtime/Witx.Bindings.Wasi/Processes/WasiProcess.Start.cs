using System;
using System.Collections.Generic;
using System.IO;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <content>What it has open when its guest starts.</content>
public sealed partial class WasiProcess
{
    private static string Variable(KeyValuePair<string, string> variable, string parameter) =>
        string.IsNullOrEmpty(variable.Key) || variable.Key.Contains('=', StringComparison.Ordinal)
            ? throw new ArgumentException($"'{variable.Key}' is no name of a variable: it is empty or holds an equals sign", parameter)
            : $"{variable.Key}={variable.Value}";

    private void Open(WasiOptions options, bool hasRoot)
    {
        StandardInput = Insert(new OpenFile(options.Input.Open()));
        foreach (WasiOutput output in (ReadOnlySpan<WasiOutput>)[options.Output, options.Error])
        {
            OpenFile file = Insert(new OpenFile(output.Open(_token)));
            StandardOutput ??= file;
            if (output.IsBuffered)
            {
                _buffered.Add(file);
            }
        }

        foreach (WasiMount mount in options.Mounts)
        {
            _mounts.Add(mount.Open(this));
        }

        _trees = new MountTrees(_mounts, hasRoot);
        if (_trees.Root is { } root)
        {
            _ = Insert(new OpenFile(root), "/"u8.ToArray());
        }

        foreach (Mount mount in _mounts)
        {
            if (mount != _trees.Root?.Mount)
            {
                Errno error = Errno.Success;
                Inode? directory = _trees.FindPoint(mount);
                if (directory is null)
                {
                    error = mount.Directory.Open("."u8, HostOpen.Read | HostOpen.Directory, out directory);
                }

                _ = Insert(error == Errno.Success ? new OpenFile(directory!, mount) : throw Failed(error), mount.GuestPath);
            }
        }

        foreach (WasiDescriptor descriptor in options.Descriptors)
        {
            foreach (Inode inode in descriptor.Open(Network, Ledger))
            {
                _ = Insert(new OpenFile(inode));
            }
        }
    }

    private OpenFile Insert(OpenFile file, byte[]? preopenName = null)
    {
        Errno error = Descriptors.Insert(new Descriptor(file) { PreopenName = preopenName }, out _);
        if (error != Errno.Success)
        {
            file.Release();
            throw Failed(error);
        }

        return file;
    }

    private static IOException Failed(Errno error) => new($"a process cannot start with so much ({error})");
}
