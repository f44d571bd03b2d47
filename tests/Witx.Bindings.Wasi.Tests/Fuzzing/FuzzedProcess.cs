using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasi.Tests.Vfs.Nodes;
using Witx.Bindings.Wasi.Tests.Vfs.Policies;

namespace Witx.Bindings.Wasi.Tests.Fuzzing;

/// <summary>
/// A process with descriptors of every kind, its imports in every namespace, and a memory filled with plausible structures. Canary bytes
/// before and after the memory detect writes outside it.
/// </summary>
internal sealed class FuzzedProcess : IDisposable
{
    internal const int MemoryLength = 1 << 18;
    private const int CanaryLength = 4096;
    private const byte Canary = 0xa5;

    private static readonly string[] s_paths =
    [
        "file", "dir", "dir/file", "link", "..", "../outside", "dir/../file", "/", "/data/file", "host/dir", "dir/", "link/", "a", "/host",
        "/view/dir/file", "/own/new", "/zip/dir/file", "./.", "new",
        "localhost", "127.0.0.1", "asyncify_stop_unwind", "handle",
    ];

    private readonly byte[] _memory = new byte[MemoryLength + (2 * CanaryLength)];
    private readonly byte[] _slots = new byte[16 * HostValues.SlotSize];
    private readonly WasiProcess _process;
    private readonly WasiThread _thread;

    /// <param name="scratch">A host directory that contains the directory "jail", which is mounted in the guest.</param>
    /// <param name="interrupts">True to keep a signal pending, so that no call of the guest waits.</param>
    /// <param name="random">Generates the contents of the memory.</param>
    internal FuzzedProcess(ScratchDirectory scratch, bool interrupts, Random random)
    {
        WasiDirectory lower = WasiDirectory.CreateInMemory();
        lower.WriteFile("dir/file", "lower"u8);
        lower.WriteFile("file", "text"u8);
        WasiMemoryDirectory data = WasiDirectory.CreateInMemory(new() { MaxBytes = 1 << 20, MaxEntries = 200 });
        data.WriteFile("dir/file", "text"u8);
        data.WriteFile("file", "text"u8);
        WasiQuota quota = new() { MaxBytes = 1 << 20, MaxEntries = 200 };
        RecordingPolicy policy = new()
        {
            Rule = (_, path) => path.Length % 5 == 4 ? WasiPolicyDecision.Deny(Errno.Noent) : WasiPolicyDecision.Audit,
        };
        _process = new WasiProcess(
            new WasiOptions
            {
                Arguments = ["fuzz", "argument"],
                Environment = [new("NAME", "value")],
                Input = WasiInput.FromText("some input\n"),
                Mounts =
                [
                    new("/data", data),
                    new("/host", WasiDirectory.FromHostPath(
                        scratch["jail"], new() { MaxBytes = 1 << 20, MaxFileSize = 1 << 20, MaxEntries = 200 })),
                    new("/host/locked", WasiDirectory.FromHostPath(scratch["jail"])) { IsReadOnly = true },
                    new("/view", data.CreateSnapshot().CreateView(quota)) { Policy = policy },
                    new("/own", WasiDirectory.FromNode(new OwnDirectory())) { Policy = policy },
                    new("/zip", WasiDirectory.FromZip(CreateZip())),
                    new("/over", WasiDirectory.CreateOverlay(lower, new() { MaxBytes = 1 << 20, MaxEntries = 200 })),
                ],
                Descriptors =
                [
                    WasiDescriptor.Buffer("buffer"u8.ToArray()), WasiDescriptor.Symlink("target"), WasiDescriptor.Pipe(),
                    WasiDescriptor.EventFd(3), WasiDescriptor.Epoll(),
                ],
                Network = WasiNetwork.Virtual(),
                Random = new Random(random.Next()),
                TimeProvider = new LeapingTime(),
                Limits = new() { MaxDescriptors = 64, MaxRandom = 1 << 16, MaxHostMemory = 1 << 20 },
                Terminal = new FixedTerminal(),
                SyncDirectories = random.Next(2) == 0,
            },
            hasRoot: true,
            handlesSignals: true);
        _thread = _process.MainThread;
        if (interrupts)
        {
            _process.SignalActions.Handler = "handle";
            _thread.Signals.Raise(WasiTypes.Signal.Usr1);
        }

        IHostModule[] hosts =
        [
            new Preview0(_thread), new Preview1(_thread, Personality.Preview), new Preview1(_thread, Personality.Wasix), new Wasix(_thread),
            new WasixExt(_thread), new WasixEarly(_thread), new Preview1Memory64(_thread), new WasixMemory64(_thread),
            new WasixExtMemory64(_thread), new WasixSignals(_thread),
        ];
        foreach (IHostModule host in hosts)
        {
            foreach (HostFunction function in host.Functions)
            {
                Imports.Add((host, function));
            }
        }

        _memory.AsSpan().Fill(Canary);
        Memory.Clear();
        Fill(random);
    }

    /// <summary>Every function of every namespace, with its host.</summary>
    internal List<(IHostModule Host, HostFunction Function)> Imports { get; } = [];

    internal Span<byte> Memory => _memory.AsSpan(CanaryLength, MemoryLength);

    internal bool HasEnded => _process.Shutdown.HasEnded;

    internal bool CanariesAreIntact =>
        !_memory.AsSpan(0, CanaryLength).ContainsAnyExcept(Canary)
        && !_memory.AsSpan(CanaryLength + MemoryLength).ContainsAnyExcept(Canary);

    /// <summary>True if the charged host memory is within the limit of the process.</summary>
    internal bool IsWithinItsLimits => _process.Ledger.Charged is >= 0 and <= 1 << 20;

    internal long Call((IHostModule Host, HostFunction Function) import, ReadOnlySpan<ulong> arguments)
    {
        Span<byte> slots = _slots.AsSpan(0, import.Function.Signature.Parameters.Length * HostValues.SlotSize);
        for (int i = 0; i < import.Function.Signature.Parameters.Length; i++)
        {
            BitConverter.TryWriteBytes(slots[(i * HostValues.SlotSize)..], arguments[i]);
        }

        if (import.Function.Reentry is not { } reentry)
        {
            return import.Function.Entry(import.Host, new HostValues(slots), new GuestMemory(Memory));
        }

        GuestCall call = new(new Guest(this));
        return reentry(import.Host, new HostValues(slots), ref call);
    }

    /// <summary>Cancels a waiting call. May be called from another thread.</summary>
    internal void Cancel() => _process.Shutdown.Cancel(new CancellationToken(canceled: true));

    public void Dispose() => _process.Dispose();

    /// <summary>Fills the memory: paths at multiples of 32, then lists of I/O vectors, subscriptions and addresses.</summary>
    internal void Fill(Random random)
    {
        Span<byte> memory = Memory;
        random.NextBytes(memory[..0x4000]);
        for (int i = 0; i < 128; i++)
        {
            Span<byte> place = memory.Slice(i * 32, 32);
            place.Clear();
            _ = Encoding.UTF8.GetBytes(s_paths[i % s_paths.Length], place);
        }

        for (int i = 0; i < 128; i++)
        {
            // I/O vectors: an address and a length, with 32 bits and with 64 bits.
            BitConverter.TryWriteBytes(memory[(0x1000 + (8 * i))..], 0x8000 + random.Next(0x1000));
            BitConverter.TryWriteBytes(memory[(0x1004 + (8 * i))..], random.Next(64));
            BitConverter.TryWriteBytes(memory[(0x1800 + (16 * i))..], 0x8000L + random.Next(0x1000));
            BitConverter.TryWriteBytes(memory[(0x1808 + (16 * i))..], (long)random.Next(64));
        }

        for (int i = 0; i < 32; i++)
        {
            // Subscriptions: user data, a tag, and a descriptor or a clock.
            Span<byte> subscription = memory.Slice(0x3000 + (48 * i), 48);
            subscription.Clear();
            subscription[8] = (byte)random.Next(4);
            subscription[16] = (byte)random.Next(32);

            // Socket addresses: the loopback address with a port.
            Span<byte> address = memory.Slice(0x3800 + (32 * i), 32);
            address.Clear();
            (address[0], address[2], address[4], address[7]) = ((byte)random.Next(4), 80, 127, 1);
        }
    }

    /// <summary>A guest whose exported functions return zero at once.</summary>
    private static MemoryStream CreateZip()
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream writer = archive.CreateEntry("dir/file").Open();
            writer.Write(new byte[100_000]);
        }

        stream.Position = 0;
        return stream;
    }

    private sealed class Guest(FuzzedProcess process) : ICallingGuest
    {
        public GuestMemory Memory => new(process.Memory);

        public GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments) => 0;

        public GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) => 0;
    }

    private sealed class FixedTerminal : WasiTerminal
    {
        public override Tty State => new(
            80, 25, 0, 0, WasiTypes.Bool.True, WasiTypes.Bool.True,
            WasiTypes.Bool.True, WasiTypes.Bool.True, WasiTypes.Bool.True, WasiTypes.Bool.True);

        public override bool TryChange(in Tty state) => false;
    }

    /// <summary>
    /// A clock that advances by a day at each read, and whose timers fire at once, so that calls rarely wait for a deadline.
    /// </summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _time;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() =>
            Volatile.Read(ref _time) is var now && now > long.MaxValue / 2
                ? now
                : Interlocked.Add(ref _time, 24 * 3600 * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return new DueTimer();
        }

        private sealed class DueTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public System.Threading.Tasks.ValueTask DisposeAsync() => default;
        }
    }
}
