using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Interfaces that nobody wrote, on memory that nobody filled: every value comes out of the generated code as it went in, padding keeps
/// its bytes, and what is no value is refused as exactly that.
/// </summary>
public sealed class RandomInterfaceTests
{
    private const int From = 64;
    private const int To = 4096;
    private const int Count = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Values_GoThroughUnchanged(int seed)
    {
        string text = RandomInterface.Make(seed, 40);
        WitxDocument document = WitxResolver.Resolve(
            WitxFile.Parse("random.witx", text), new WitxFileSet([]), TestContext.Current.CancellationToken);
        Assert.Empty(document.Errors);
        IHostModule host = Load(text);
        Random random = new(seed);
        int values = 0;
        int refused = 0;
        foreach (TypeDefinition definition in document.Types.Skip(1))
        {
            for (int i = 0; i < 200; i++)
            {
                bool isValue = Echo(host, definition, random);
                Copy(host, definition, random);
                (values, refused) = isValue ? (values + 1, refused) : (values, refused + 1);
            }
        }

        Assert.True(values > 1000 && refused > 100, $"{values} values and {refused} refused are no test");
    }

    /// <summary>One value, by its address and inside a tuple that is handed over by its address.</summary>
    private static bool Echo(IHostModule host, TypeDefinition definition, Random random)
    {
        byte[] memory = Memory(random);
        int size = (int)Layout.Of(definition.Type, PointerWidth.Bits32).Size;
        bool[] carriers = new bool[size];
        bool isValue = Bytes.IsValue(definition.Type, memory.AsSpan(From, size), carriers);
        foreach (string function in new[] { "echo_", "take_" })
        {
            memory.AsSpan(To, 1024).Fill(0xcc);
            if (!Call(host, function + definition.Name, memory, From, To))
            {
                Assert.False(isValue, $"{definition.Name} refused {Convert.ToHexString(memory.AsSpan(From, size))}");
                continue;
            }

            Assert.True(isValue, $"{definition.Name} took {Convert.ToHexString(memory.AsSpan(From, size))}");
            for (int i = 0; i < 64; i++)
            {
                Assert.Equal(i < size && carriers[i] ? memory[From + i] : 0xcc, memory[To + i]);
            }
        }

        return isValue;
    }

    /// <summary>Several values, out of a list and through a pointer to the first place of several.</summary>
    private static void Copy(IHostModule host, TypeDefinition definition, Random random)
    {
        byte[] memory = Memory(random);
        memory.AsSpan(To, 4096).Fill(0xcc);
        int size = (int)Layout.Of(definition.Type, PointerWidth.Bits32).Size;
        bool[] carriers = new bool[size * Count];
        bool areValues = Enumerable.Range(0, Count).All(i =>
            Bytes.IsValue(definition.Type, memory.AsSpan(From + (i * size), size), carriers.AsSpan(i * size)));
        Assert.Equal(areValues, Call(host, "copy_" + definition.Name, memory, From, Count, To));
        for (int i = 0; areValues && i < size * Count; i++)
        {
            Assert.Equal(carriers[i] ? memory[From + i] : 0xcc, memory[To + i]);
        }
    }

    /// <summary>Calls a function.</summary>
    /// <returns>Whether it took what it was given; a fault other than the one to be expected fails the test.</returns>
    private static bool Call(IHostModule host, string name, byte[] memory, params int[] values)
    {
        HostFunction function = host.Functions.ToArray().Single(function => function.Name == name);
        byte[] slots = new byte[values.Length * HostValues.SlotSize];
        for (int i = 0; i < values.Length; i++)
        {
            BitConverter.TryWriteBytes(slots.AsSpan(i * HostValues.SlotSize), values[i]);
        }

        try
        {
            Assert.Equal(0, function.Entry(host, new HostValues(slots), new GuestMemory(memory)));
            return true;
        }
        catch (GuestFaultException fault)
        {
            Assert.Equal(GuestFault.UnknownValue, fault.Fault);
            return false;
        }
    }

    /// <summary>Memory of small numbers mostly, so that tags are tags often enough.</summary>
    private static byte[] Memory(Random random)
    {
        byte[] memory = new byte[8192];
        bool isSmall = random.Next(4) > 0;
        foreach (ref byte each in memory.AsSpan())
        {
            each = isSmall && random.Next(50) > 0 ? (byte)(random.Next(3) == 0 ? random.Next(3) : 0) : (byte)random.Next(256);
        }

        return memory;
    }

    private static IHostModule Load(string text)
    {
        Compiled compiled = Compiled.Run(
            Project.OfHost(text) with { Options = Project.OfHost(text).Options.WithOverflowChecks(true).WithOptimizationLevel(OptimizationLevel.Release) },
            static method => method.Name[..4] switch
            {
                "Echo" => "=> to.Write(x.Read());",
                "Take" => "=> to.Write(x.Item1);",
                _ => "{ var copies = to.AsList((ulong)x.Count); var all = x.ToArray(); for (int i = 0; i < all.Length; i++) { copies[i] = x[i]; copies[i] = all[i]; } }",
            });
        Assert.Equal("", compiled.Warnings);
        AssemblyLoadContext context = new(null, isCollectible: true);
        return (IHostModule)Activator.CreateInstance(context.LoadFromStream(new MemoryStream(compiled.Emit())).GetType("Test.Host")!)!;
    }
}
