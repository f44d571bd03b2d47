using System;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Code of <see cref="ModuleScannerTests"/> that runs in child processes.</summary>
internal static class ModuleChild
{
    private const int HeaderLength = 8;

    /// <summary>Compiles one of <see cref="Modules.Unlistable"/> without a scan, which aborts the process.</summary>
    internal static void CompileUnscanned(string[] arguments)
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "unscanned", Modules.Unlistable[int.Parse(arguments[0], null)].Text);
        Console.WriteLine("compiled");
    }

    /// <summary>Compiles mutations of all modules, and prints the numbers of accepted, rejected and invalid ones.</summary>
    internal static void CompileMutations(string[] arguments)
    {
        byte[][] corpus =
        [
            .. Modules.Unlistable.Select(static module => module.Text)
                .Concat(Modules.Listable)
                .Select(Module.ConvertText)
                .Where(static module => module.Length > HeaderLength),
        ];
        Random random = new(int.Parse(arguments[0], null));
        int count = int.Parse(arguments[1], null);
        using Engine engine = new();
        int accepted = 0;
        int rejected = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutation = Mutate(corpus, random);
            try
            {
                using Module module = ModuleScanner.Compile(engine, "mutation", mutation);
                accepted++;
            }
            catch (UnsupportedModuleException)
            {
                rejected++;
            }
            catch (WasmtimeException)
            {
            }
        }

        Console.WriteLine($"{accepted} {rejected} {count - accepted - rejected}");
    }

    /// <summary>Calls each element of a table with functions of all kinds of types, and prints their types and results.</summary>
    internal static void InvokeElements(string[] arguments)
    {
        using Engine engine = new();
        using Store store = new(engine);
        using Module module = ModuleScanner.Compile(engine, "elements", """
            (module
              (import "env" "call" (func $call (param i32) (result i32)))
              (type $pair (struct (field i32)))
              (memory (export "memory") 1)
              (table (export "table") 8 funcref)
              (elem (i32.const 0) $number $any $struct $typed $exception $vector)
              (func $number (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
              (func $any (param anyref))
              (func $struct (result (ref $pair)) (struct.new_default $pair))
              (func $typed (param (ref func)))
              (func $exception (param exnref))
              (func $vector (param v128) (result v128) (local.get 0))
              (func (export "run") (param i32) (result i32) (call $call (local.get 0))))
            """u8);
        FakeHost host = new FakeHost("env").WithReentrant(
            "call",
            [Glue.CoreType.I32],
            Glue.CoreType.I32,
            static (_, arguments, ref call) => call.InvokeIndirect("table", arguments.UInt32(0), 21).Int32);
        using Guest guest = new HostImports().Add(host).Instantiate(store, module);
        for (int i = 0; i < 8; i++)
        {
            string type = Try(() => Describe(guest.FindTableFunction("table", (ulong)i)));
            string result = Try(() => $"{guest.Invoke("run", i).Int32}");
            Console.WriteLine($"{i} {type} {result}");
        }
    }

    private static string Describe(GuestFunctionType? type) =>
        type is null ? "null" : $"{string.Join(',', type.Parameters)}->{string.Join(',', type.Results)}";

    private static string Try(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static byte[] Mutate(byte[][] corpus, Random random)
    {
        byte[] module = [.. corpus[random.Next(corpus.Length)]];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int position = random.Next(HeaderLength, module.Length);
            byte value = (byte)(random.Next(3) switch
            {
                0 => random.Next(256),
                1 => 0x60 + random.Next(32),
                _ => module[position] + random.Next(-2, 3),
            });
            module = random.Next(8) switch
            {
                0 => module[..position],
                1 => [.. module[..position], value, .. module[position..]],
                2 => [.. module[..position], .. module[random.Next(position, module.Length)..]],
                _ => [.. module[..position], value, .. module[(position + 1)..]],
            };
            if (module.Length <= HeaderLength)
            {
                break;
            }
        }

        return module;
    }
}
