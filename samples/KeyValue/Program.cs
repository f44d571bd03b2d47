using System;
using System.Collections.Generic;
using System.IO;
using KeyValue;
using Witx.Bindings.Wasi;

Store store = new();
using WasiHost host = new();
using WasiProgram program = host.Load(Path.Combine(AppContext.BaseDirectory, "guest.wasm"));
foreach (string text in new[] { "to be or not to be", "that is the question to answer" })
{
    WasiResult result = program.Run(new WasiOptions
    {
        Imports = { _ => new KeyValueHost(store) },
        Input = WasiInput.FromText(text),
        Output = WasiOutput.ToText(Console.Out),
        Error = WasiOutput.ToText(Console.Error),
        Limits = { MaxMemory = 16 << 20, Timeout = TimeSpan.FromSeconds(10) },
    });
    Console.WriteLine($"exit code {result.ExitCode}");
}

SortedDictionary<string, StoredValue> words = store.GetBucket("words");
Console.WriteLine($"the host has {words.Count} words, 'to' {BitConverter.ToUInt32(words["to"].Bytes)} times");
