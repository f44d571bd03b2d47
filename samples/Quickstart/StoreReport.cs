using System;
using Witx.Bindings.Wasmtime;

namespace Quickstart;

/// <summary>Prints the results of the calls to the store that <c>kv.witx</c> describes.</summary>
internal static class StoreReport
{
    private static readonly string[] s_calls = ["open greetings", "put english", "get english", "get klingon", "usage"];

    public static void Print(Guest guest, GuestNotes notes)
    {
        guest.Invoke("store");
        for (int i = 0; i < s_calls.Length; i++)
        {
            string detail = i switch
            {
                2 => $"\"{notes.Value}\"",
                4 => $"{notes.Contents.Keys} key, {notes.Contents.Bytes} bytes",
                _ => "",
            };
            Console.WriteLine($"{s_calls[i],-20}{(KeyValueHost.Errno)notes.StoreErrno(i),-9}{detail}".TrimEnd());
        }
    }
}
