using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The programs that the guest of a run can execute: those of <see cref="WasiOptions.Programs"/>, and executable files of its file system.
/// Thread-safe.
/// </summary>
/// <param name="host">Loads programs from files.</param>
/// <param name="ledger">The account of the host memory that programs from files take.</param>
/// <param name="programs">The programs of the embedder, by name.</param>
internal sealed class GuestPrograms(WasiHost host, ResourceLedger ledger, IDictionary<string, WasiExecutable> programs) : IDisposable
{
    // The limit of Linux for scripts whose interpreter is a script: execve(2).
    private const int MaxScripts = 4;

    // The bytes of a file that decide whether it is text.
    private const int MaxTextProbe = 256;

    // The programs from files that are kept compiled.
    private const int MaxLoaded = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WasiProgram> _programs = programs.ToDictionary(
        static program => CommandDirectory.ToPath(program.Key), static program => (WasiProgram)program.Value);

    private readonly List<(string Hash, WasiProgram Program)> _loaded = [];

    /// <summary>Finds the program of a request.</summary>
    /// <param name="caller">The calling thread. The end of its process ends the search. A refusal is logged in its name.</param>
    /// <param name="process">The process whose current directory applies.</param>
    /// <param name="request">
    /// The request. A script is replaced by its interpreter, and the name by the absolute path of the program.
    /// </param>
    /// <param name="program">The program; null on failure.</param>
    /// <param name="lease">Keeps the program alive until the caller disposes it.</param>
    /// <returns>The errors of <see cref="IProcessLauncher.Load"/>.</returns>
    internal Errno Find(
        WasiThread caller, WasiProcess process, ref ProgramRequest request, out WasiProgram? program, out WasiProgram.Lease? lease)
    {
        for (int scripts = 0; scripts <= MaxScripts; scripts++)
        {
            (program, lease) = (null, null);
            Errno error = Search(caller.Waiter, process, request, out byte[] path, out byte[]? contents);
            if (error != Errno.Success)
            {
                LogRefusal(caller.Process, path, error);
                return error;
            }

            request = request with { Name = path };
            if (contents is null)
            {
                program = _programs[Encoding.UTF8.GetString(path)];
                return TryAcquire(program, out lease) ? Errno.Success : Errno.Noent;
            }

            if (Script.TryParse(contents, path, request) is not { } interpreter)
            {
                return Load(caller.Process, path, contents, out program, out lease);
            }

            ledger.Release(contents.Length);
            request = interpreter;
        }

        (program, lease) = (null, null);
        return Errno.Loop;
    }

    public void Dispose()
    {
        foreach ((_, WasiProgram program) in _loaded)
        {
            program.Dispose();
        }
    }

    /// <summary>Searches the directories of a request for a program.</summary>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="process">The process.</param>
    /// <param name="request">The request.</param>
    /// <param name="path">The absolute path of the program.</param>
    /// <param name="contents">The contents of its file; null if it is a program of the embedder.</param>
    private Errno Search(Waiter waiter, WasiProcess process, ProgramRequest request, out byte[] path, out byte[]? contents)
    {
        (path, contents) = (request.Name, null);
        if (request.SearchPath is null || request.Name.Contains((byte)'/'))
        {
            return Find(waiter, process, request.Name, out path, out contents);
        }

        byte[]? refused = null;
        foreach (Range range in request.SearchPath.AsSpan().Split((byte)':'))
        {
            ReadOnlySpan<byte> directory = request.SearchPath.AsSpan(range);
            byte[] candidate = directory.IsEmpty ? request.Name : [.. directory, (byte)'/', .. request.Name];
            waiter.ThrowIfEnded();
            Errno error = Find(waiter, process, candidate, out path, out contents);
            if (error is not (Errno.Noent or Errno.Notdir or Errno.Acces))
            {
                return error;
            }

            refused ??= error == Errno.Acces ? path : null;
        }

        // A guest without a search path still finds the commands of the embedder.
        path = [.. CommandDirectory.Path, (byte)'/', .. request.Name];
        if (_programs.ContainsKey(Encoding.UTF8.GetString(path)))
        {
            return Errno.Success;
        }

        path = refused ?? path;
        return refused is null ? Errno.Noent : Errno.Acces;
    }

    private Errno Find(Waiter waiter, WasiProcess process, byte[] name, out byte[] path, out byte[]? contents)
    {
        contents = null;
        Errno error = process.WorkingDirectory.GetAbsolutePath(name, out path);
        return error != Errno.Success || _programs.ContainsKey(Encoding.UTF8.GetString(path)) ? error
            : ExecutableFile.Read(waiter, process, path, out contents);
    }

    /// <summary>Logs an error whose reason is a setting of the embedder.</summary>
    private static void LogRefusal(WasiProcess caller, byte[] path, Errno error)
    {
        if (error == Errno.Acces)
        {
            ProcessLog.ProgramNotAllowed(caller.WarningLog, caller.Id, PrintableText.From(path));
        }
        else if (error == Errno.Nomem)
        {
            ProcessLog.ProgramTooLarge(caller.WarningLog, caller.Id, PrintableText.From(path));
        }
    }

    /// <summary>Loads a program from the contents of a file, or takes it from the last ones that were loaded.</summary>
    private Errno Load(WasiProcess caller, byte[] path, byte[] contents, out WasiProgram? program, out WasiProgram.Lease? lease)
    {
        (program, lease) = (null, null);
        if (!contents.AsSpan().StartsWith("\0asm"u8))
        {
            // Shells run a text file that is not a program as a script: execvp(3).
            if (contents.AsSpan(0, Math.Min(contents.Length, MaxTextProbe)).Contains((byte)0))
            {
                WasiProgramException reason = new("The file is not a WebAssembly module.");
                ProcessLog.ProgramRejected(caller.WarningLog, caller.Id, PrintableText.From(path), reason);
            }

            ledger.Release(contents.Length);
            return Errno.Noexec;
        }

        string hash = Convert.ToHexString(SHA256.HashData(contents));
        lock (_gate)
        {
            int index = _loaded.FindIndex(known => known.Hash == hash);
            (string Hash, WasiProgram Program) entry = index >= 0 ? _loaded[index] : (hash, LoadCharged(path, contents));
            if (index >= 0)
            {
                ledger.Release(contents.Length);
                _loaded.RemoveAt(index);
            }
            else if (_loaded.Count == MaxLoaded)
            {
                _loaded[0].Program.Dispose();
                _loaded.RemoveAt(0);
            }

            _loaded.Add(entry);
            program = entry.Program;
            lease = program.AcquireLease();
            return Errno.Success;
        }
    }

    /// <summary>Loads a program, whose contents are released when no process runs it any more.</summary>
    private WasiProgram LoadCharged(byte[] path, byte[] contents)
    {
        WasiProgram program = host.Load(PrintableText.From(path), contents);
        program.Freed = () => ledger.Release(contents.Length);
        return program;
    }

    private static bool TryAcquire(WasiProgram program, out WasiProgram.Lease? lease)
    {
        try
        {
            lease = program.AcquireLease();
            return true;
        }
        catch (ObjectDisposedException)
        {
            lease = null;
            return false;
        }
    }
}
