using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using Quickstart;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

DirectoryInfo scratch = Directory.CreateTempSubdirectory("quickstart");
try
{
    using TcpListener listener = new(IPAddress.Loopback, 0);
    listener.Start();
    using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
    socket.Connect(listener.LocalEndpoint);

    // Descriptors are numbered in this order, after those of the standard streams, 0 to 2.
    using WasiProcess process = new(new WasiOptions
    {
        PreopenRoot = true, // 3
        Mounts = [new WasiMount("/scratch", WasiDirectory.FromHostPath(scratch.FullName))], // 4
        Descriptors =
        [
            WasiDescriptor.Buffer(new byte[] { 1, 2, 3 }), // 5
            WasiDescriptor.Symlink("elsewhere"), // 6
            WasiDescriptor.Socket(socket), // 7
            WasiDescriptor.Pipe(), // 8 and 9
            WasiDescriptor.EventFd(), // 10
            WasiDescriptor.Epoll(), // 11
        ],
    });

    using Engine engine = new();
    using Store store = new(engine);
    using Module module = Module.FromFile(engine, Path.Combine(AppContext.BaseDirectory, "guest.wasm"));
    using Guest guest = new HostImports().AddWasi(process).Add(new KeyValueHost()).Instantiate(store, module);

    SyncTable.Print(guest);
    Console.WriteLine();
    StoreReport.Print(guest);
}
finally
{
    scratch.Delete(recursive: true);
}
