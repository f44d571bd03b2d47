using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary><see cref="WasiOptions.Imports"/>: hosts of the embedder beside WASI.</summary>
public sealed class OwnHostTests : IDisposable
{
    private readonly WasiHost _plain = new();
    private readonly WasiHost _pooled = new(new WasiHostOptions { MaxPooledInstances = 4 });

    public void Dispose()
    {
        _plain.Dispose();
        _pooled.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SharedHost_BesideWasi_ServesSeveralRuns(bool isPooled)
    {
        using WasiProgram program = Load(OwnGuests.Command, isPooled);
        using OwnHost host = new();
        for (int run = 0; run < 3; run++)
        {
            using StringWriter output = new();
            Assert.Equal(8, program.Run(new() { Imports = { host }, Output = WasiOutput.ToText(output) }).ExitCode);
            Assert.Equal("KEY", output.ToString());
        }

        Assert.Equal(0, host.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SharedHost_WithoutWasiImports_Works(bool isPooled)
    {
        using WasiProgram program = Load(
            """
            (module
              (import "own" "act" (func $act (param i32) (result i32)))
              (func (export "_start") (drop (call $act (i32.const 41)))))
            """u8.ToArray(),
            isPooled);
        List<uint> arguments = [];
        OwnHost host = new()
        {
            OnAct = argument =>
            {
                arguments.Add(argument);
                return 0;
            },
        };
        WasiOptions options = new() { Imports = { host } };
        Assert.Equal(0, program.Run(options).ExitCode);
        Assert.Equal(0, program.Run(options).ExitCode);
        Assert.Equal([41u, 41u], arguments);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HostUnderAnotherName_TwoObjectsOfOneClass_EachServesItsName(bool isPooled)
    {
        using WasiProgram program = Load(
            """
            (module
              (import "own" "act" (func $first (param i32) (result i32)))
              (import "second" "act" (func $second (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (func (export "_start") (call $exit (i32.sub (call $first (i32.const 0)) (call $second (i32.const 0))))))
            """u8.ToArray(),
            isPooled);
        using OwnHost nine = new() { OnAct = static _ => 9 };
        using OwnHost two = new() { OnAct = static _ => 2 };
        Assert.Equal(7, program.Run(new() { Imports = { nine, { two, "second" } } }).ExitCode);
        Assert.Equal(-7, program.Run(new() { Imports = { two, { _ => nine, "second" } } }).ExitCode);
        Assert.Equal(0, program.Run(new() { Imports = { nine, { nine, "second" } } }).ExitCode);
        Assert.Equal(7, program.Run(new() { Imports = { nine, { two, "second" } } }).ExitCode);
    }

    [Fact]
    public void HostWithANameOfWasi_ReplacesTheFunctionOfWasi()
    {
        using WasiProgram program = Load(OwnGuests.Create("""(func (export "_start") (call $exit (call $yield)))"""), isPooled: false);
        using OwnHost host = new();
        Assert.Equal(0, program.Run(new() { Imports = { host } }).ExitCode);
        Assert.Equal(5, program.Run(new() { Imports = { host, new YieldHost() } }).ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Factory_EachRun_CreatesAHostAndDisposesItAfterTheGuest(bool isPooled)
    {
        using WasiProgram program = Load(OwnGuests.Command, isPooled);
        List<string> events = [];
        int created = 0;
        OwnHost Create(WasiProcess process)
        {
            string name = $"{++created}";
            Assert.False(process.TryGetFileStat(new Fd(99), out _));
            return new OwnHost
            {
                OnAct = argument =>
                {
                    events.Add($"act {name}");
                    return argument;
                },
                OnDispose = () => events.Add($"dispose {name}"),
            };
        }

        WasiOptions options = new() { Imports = { { Create, "other" }, Create } };
        Assert.Equal(7, program.Run(options).ExitCode);
        Assert.Equal(7, program.Run(options).ExitCode);
        Assert.Equal(["act 2", "dispose 2", "dispose 1", "act 4", "dispose 4", "dispose 3"], events);
    }

    [Fact]
    public void Factory_Throws_DisposesEarlierHostsAndRethrows()
    {
        using WasiProgram program = Load(OwnGuests.Command, isPooled: false);
        OwnHost first = new();
        InvalidTimeZoneException thrown = new("no host");
        WasiOptions options = new() { Imports = { _ => first, _ => throw thrown } };
        Assert.Same(thrown, Assert.Throws<InvalidTimeZoneException>(() => program.Run(options)));
        Assert.Equal(1, first.Disposals);
        Assert.Throws<InvalidOperationException>(() => program.Run(new() { Imports = { static _ => null! } }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Factory_HostThrowsInDisposeAndInTheBody_RethrowsThatOfTheBody(bool isPooled)
    {
        using WasiProgram program = Load(OwnGuests.Command, isPooled);
        InvalidTimeZoneException thrown = new("body");
        OwnHost last = new();
        WasiOptions options = new()
        {
            Imports =
            {
                { _ => last, "other" },
                _ => new OwnHost { OnAct = _ => throw thrown, OnDispose = static () => throw new InvalidOperationException() },
            },
        };
        Assert.Same(thrown, Assert.Throws<InvalidTimeZoneException>(() => program.Run(options)));
        Assert.Equal(1, last.Disposals);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void HostOfARun_AfterTheRun_IsCollectable(bool isPooled, bool isShared)
    {
        using WasiProgram program = Load(OwnGuests.Command, isPooled);
        List<WeakReference> hosts = [];
        for (int run = 0; run < 4; run++)
        {
            RunOnce(program, hosts, isShared);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(hosts, static host => Assert.False(host.IsAlive));
    }

    [Fact]
    public void OptionsCopy_ChangedAfterwards_LeavesTheTemplateUnchanged()
    {
        WasiOptions template = new() { Arguments = ["a"], Limits = { MaxMemory = 5 << 16 }, Imports = { new OwnHost() } };
        WasiOptions copy = new(template);
        copy.Arguments.Add("b");
        copy.Limits.MaxMemory = 1;
        copy.Imports.Clear();
        Assert.Equal(["a"], template.Arguments);
        Assert.Equal(5 << 16, template.Limits.MaxMemory);
        Assert.Single(template.Imports);
    }

    [Fact]
    public void OptionsCopy_EveryProperty_IsCopied()
    {
        foreach (Type type in (ReadOnlySpan<Type>)[typeof(WasiOptions), typeof(WasiLimits), typeof(WasiHostOptions)])
        {
            object original = Activator.CreateInstance(type)!;
            foreach (System.Reflection.PropertyInfo property in type.GetProperties())
            {
                property.SetValue(original, Change(property.GetValue(original), property.PropertyType));
            }

            object copy = Activator.CreateInstance(type, original)!;
            foreach (System.Reflection.PropertyInfo property in type.GetProperties())
            {
                object? expected = property.GetValue(original);
                if (property.PropertyType != typeof(WasiLimits))
                {
                    Assert.Equal(expected, property.GetValue(copy));
                }
            }
        }
    }

    private static object? Change(object? value, Type type) => value switch
    {
        bool flag => !flag,
        int number => number > 1 ? number - 1 : 1,
        long number => number > 1 ? number - 1 : 1,
        WasiMeasures => WasiMeasures.Calls,
        IList<string> => new List<string> { "x" },
        IList<KeyValuePair<string, string>> => new List<KeyValuePair<string, string>> { new("a", "b") },
        IList<WasiMount> => new List<WasiMount> { new("/x", WasiDirectory.CreateInMemory()) },
        WasiInput => WasiInput.FromText("x"),
        WasiOutput => WasiOutput.ToStream(new MemoryStream()),
        WasiNetwork => WasiNetwork.Virtual(),
        TimeProvider => new ManualTime(),
        null when type == typeof(TimeSpan?) => TimeSpan.FromSeconds(3),
        null when type == typeof(long?) => 3L,
        null when type == typeof(string) => "x",
        null when type == typeof(Random) => new Random(1),
        null when type == typeof(WasiTerminal) => WasiTerminal.Console,
        _ => value,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunOnce(WasiProgram program, List<WeakReference> hosts, bool isShared)
    {
        OwnHost Create()
        {
            OwnHost host = new();
            hosts.Add(new WeakReference(host));
            return host;
        }

        WasiOptions options = new();
        if (isShared)
        {
            options.Imports.Add(Create());
        }
        else
        {
            options.Imports.Add(_ => Create());
        }

        Assert.Equal(8, program.Run(options).ExitCode);
    }

    private WasiProgram Load(byte[] guest, bool isPooled) => (isPooled ? _pooled : _plain).Load("guest", guest);
}
