using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CsCheck;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class ModuleScannerTests
{
    public static TheoryData<int> UnlistableModules => [.. Enumerable.Range(0, Modules.Unlistable.Length)];

    public static TheoryData<string> ListableModules => [.. Modules.Listable];

    [Theory]
    [MemberData(nameof(UnlistableModules))]
    public async Task Scan_ModuleThatAbortsWasmtime_NamesSectionAndProposal(int index)
    {
        (string section, string proposal, string text) = Modules.Unlistable[index];
        UnsupportedModuleException refusal = Assert.Throws<UnsupportedModuleException>(() => ModuleScanner.Scan(Module.ConvertText(text)));
        Assert.Equal((section, proposal), (refusal.Section, refusal.Proposal));
        Assert.Contains($"The {section} section", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{proposal}'", refusal.Message, StringComparison.Ordinal);

        ChildProcess unscanned = await ChildProcess.Run(ModuleChild.CompileUnscanned, index.ToString(CultureInfo.InvariantCulture));
        Assert.NotEqual(0, unscanned.ExitCode);
        Assert.Equal("", unscanned.Output);
    }

    [Theory]
    [MemberData(nameof(ListableModules))]
    public void Compile_ModuleWithUnlistableTypesInside_Compiles(string text)
    {
        using Engine engine = new();
        using Module module = ModuleScanner.Compile(engine, "listable", Encoding.UTF8.GetBytes(text));
        Assert.Equal(text.Split("(export ").Length - 1, module.Exports.Count);
    }

    [Fact]
    public void Compile_ModuleThatUsesGarbageCollection_Runs()
    {
        using Sandbox sandbox = new();
        using Module module = ModuleScanner.Compile(sandbox.Engine, "gc", """
            (module
              (type $node (struct (field i32) (field (ref null $node))))
              (memory (export "memory") 1)
              (func (export "sum") (param $count i32) (result i32) (local $list (ref null $node)) (local $sum i32)
                (loop $push
                  (local.set $list (struct.new $node (local.get $count) (local.get $list)))
                  (br_if $push (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
                (loop $pop
                  (local.set $sum (i32.add (local.get $sum) (struct.get $node 0 (local.get $list))))
                  (br_if $pop (i32.eqz (ref.is_null (local.tee $list (struct.get $node 1 (local.get $list)))))))
                (local.get $sum))
              (func (export "exhaust") (local $list (ref null $node))
                (loop $push
                  (local.set $list (struct.new $node (i32.const 1) (local.get $list)))
                  (br $push))))
            """u8);
        sandbox.Store.SetLimits(memorySize: 4 << 20);
        using Guest guest = new HostImports().Instantiate(sandbox.Store, module);

        Assert.Equal(5050, guest.Invoke("sum", 100).Int32);
        Assert.ThrowsAny<WasmtimeException>(() => guest.Invoke("exhaust"));
    }

    [Fact]
    public void Compile_ModuleThatThrowsExceptionsInside_Runs()
    {
        using Sandbox sandbox = new();
        using Module module = ModuleScanner.Compile(sandbox.Engine, "exceptions", """
            (module
              (tag $tag (param i32))
              (func (export "run") (result i32)
                (block $caught (result i32)
                  (try_table (catch $tag $caught) (throw $tag (i32.const 42)))
                  (i32.const 0))))
            """u8);
        using Guest guest = new HostImports().Instantiate(sandbox.Store, module);

        Assert.Equal(42, guest.Invoke("run").Int32);
    }

    [Fact]
    public void Invoke_FunctionWithVectors_ThrowsNotSupportedException()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports(), """
            (module
              (func (export "takes") (param v128))
              (func (export "returns") (result v128) (v128.const i32x4 0 0 0 0))
              (func (export "inside") (result i32)
                (i32x4.extract_lane 2 (i32x4.add (v128.const i32x4 1 2 3 4) (v128.const i32x4 10 20 30 40)))))
            """);
        Assert.Contains("takes", Assert.Throws<NotSupportedException>(() => guest.Invoke("takes", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => guest.Invoke("returns"));
        Assert.Equal(33, guest.Invoke("inside").Int32);
    }

    [Fact]
    public async Task InvokeIndirect_ElementOfEveryType_NeverAborts()
    {
        ChildProcess child = await ChildProcess.Run(ModuleChild.InvokeElements);
        Assert.Equal(
            """
            0 I32->I32 42
            1 NotSupportedException NotSupportedException
            2 NotSupportedException NotSupportedException
            3 NotSupportedException NotSupportedException
            4 NotSupportedException NotSupportedException
            5 NotSupportedException NotSupportedException
            6 null WitxTrapException
            7 null WitxTrapException
            """,
            child.Output.ReplaceLineEndings("\n").Trim());
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Scan_PrefixOfAModule_IsReadOrRejected()
    {
        foreach (string text in Modules.Listable)
        {
            byte[] module = Module.ConvertText(text);
            int refusals = Enumerable.Range(0, module.Length).Count(length => IsRefused(module.AsSpan(0, length)));
            Assert.InRange(refusals, module.Length / 2, module.Length);
            Assert.False(IsRefused(module));
        }
    }

    [Theory]
    [InlineData("type", 1, "FFFFFFFF0F")]
    [InlineData("type", 1, "014EFFFFFFFF0F")]
    [InlineData("type", 1, "0160FFFFFFFF0F")]
    [InlineData("type", 1, "015FFFFFFFFF0F")]
    [InlineData("type", 1, "0150FFFFFFFF0F")]
    [InlineData("type", 1, "8080808080800001")]
    [InlineData("type", 1, "0160FFFFFFFF1F")]
    [InlineData("type", 1, "015D00")]
    [InlineData("type", 1, "0160000000")]
    [InlineData("import", 2, "FFFFFFFF0F")]
    [InlineData("import", 2, "01FFFFFFFF0F")]
    [InlineData("import", 2, "0100007F")]
    [InlineData("import", 2, "0100000000")]
    [InlineData("function", 3, "FFFFFFFF0F00")]
    [InlineData("table", 4, "0170FF00")]
    [InlineData("global", 6, "017F0041")]
    [InlineData("global", 6, "017F00418080808080808080808080010B")]
    [InlineData("global", 6, "017F00FD0D")]
    [InlineData("export", 7, "01000000")]
    [InlineData("header", 14, "")]
    public void Scan_MalformedSection_ThrowsAndNamesTheSection(string section, byte id, string contents)
    {
        byte[] bytes = Convert.FromHexString(contents);
        UnsupportedModuleException refusal = Assert.Throws<UnsupportedModuleException>(
            () => ModuleScanner.Scan([.. "\0asm\u0001\0\0\0"u8, id, (byte)bytes.Length, .. bytes]));
        Assert.Equal((section, null), (refusal.Section, refusal.Proposal));
    }

    [Fact]
    public void Compile_InvalidModule_ThrowsTheEnginesMessage()
    {
        using Engine engine = new();
        byte[] module = Module.ConvertText("(module (func))");
        Assert.Contains(
            "unexpected end",
            Assert.Throws<WasmtimeException>(() => ModuleScanner.Compile(engine, "cut", module.AsSpan(0, 11))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "component",
            Assert.Throws<WasmtimeException>(() => ModuleScanner.Compile(engine, "component", "(component)"u8)).Message,
            StringComparison.Ordinal);
        Assert.Throws<WasmtimeException>(() => ModuleScanner.Compile(engine, "page", "<html>"u8));
    }

    [Fact]
    public void Scan_ArbitraryBytes_ThrowsOnlyUnsupportedModuleException() =>
        Gen.Byte.Array[0, 200].Sample(static bytes =>
        {
            _ = IsRefused(bytes);
            _ = IsRefused([.. "\0asm\u0001\0\0\0"u8, .. bytes]);
        });

    [Fact]
    public async Task Compile_MutatedModule_NeverAbortsTheProcess()
    {
        ChildProcess child = await ChildProcess.Run(ModuleChild.CompileMutations, "1", "4000");
        Assert.Equal(0, child.ExitCode);
        int[] counts = [.. child.Output.Split(' ').Select(static count => int.Parse(count, CultureInfo.InvariantCulture))];
        Assert.All(counts, static count => Assert.True(count > 100, $"Only '{count}' mutations have this outcome; change the mutations."));
    }

    /// <summary>Imported tables are not among them, and neither order nor form of the others matters.</summary>
    [Fact]
    public void ReadTables_BinaryAndText_ReturnsLimitsOfDefinedTables()
    {
        const string Text = """
            (module
              (import "env" "table" (table 7 funcref))
              (func $empty)
              (table 2 2 funcref)
              (table 10 externref)
              (table 3 300 (ref func) (ref.func $empty))
              (memory 1)
              (export "empty" (func $empty)))
            """;
        TableLimits[] tables = [new(2, 2), new(10, null), new(3, 300)];
        Assert.Equal(tables, ModuleScanner.ReadTables(new MemoryStream(Encoding.UTF8.GetBytes(Text))));

        byte[] binary = Module.ConvertText(Text);
        Assert.Equal(tables, ModuleScanner.ReadTables(new MemoryStream(binary)));
        byte[] custom = [.. binary[..8], 0, 4, 1, (byte)'x', 1, 2, .. binary[8..]];
        Assert.Equal(tables, ModuleScanner.ReadTables(new MemoryStream(custom)));
        Assert.Empty(ModuleScanner.ReadTables(new MemoryStream(Module.ConvertText("(module (memory 1))"))));
        Assert.Empty(ModuleScanner.ReadTables(new MemoryStream(binary[..8])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void ReadTables_TruncatedSection_IsRefused(byte section) => Assert.Throws<UnsupportedModuleException>(
        () => ModuleScanner.ReadTables(new MemoryStream([.. "\0asm\u0001\0\0\0"u8, section, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1])));

    private static bool IsRefused(ReadOnlySpan<byte> module)
    {
        try
        {
            ModuleScanner.Scan(module);
            return false;
        }
        catch (UnsupportedModuleException)
        {
            return true;
        }
    }
}
