using System;
using System.Text;
using Witx.Bindings.Wasmtime;

namespace Quickstart;

/// <summary>Prints the results of the calls to the store that <c>kv.witx</c> describes.</summary>
internal static class StoreReport
{
    public static void Print(Guest guest)
    {
        Print(guest, "open greetings", "open");
        Print(guest, "put english", "put");
        Print(guest, "get english", "get", static guest => $"\"{ReadValue(guest)}\"");
        Print(guest, "get klingon", "get_missing");
        Print(guest, "usage", "usage", static guest => $"{guest.Invoke("keys").Int32} key, {guest.Invoke("bytes").Int64} bytes");
    }

    private static void Print(Guest guest, string call, string export, Func<Guest, string>? describe = null)
    {
        KeyValueHost.Errno errno = (KeyValueHost.Errno)guest.Invoke(export).Int32;
        Console.WriteLine($"{call,-20}{errno,-9}{describe?.Invoke(guest)}".TrimEnd());
    }

    private static string ReadValue(Guest guest) => guest.Instance.GetMemory("memory")!
        .ReadString(guest.Invoke("value").Int32, guest.Invoke("length").Int32, Encoding.UTF8);
}
