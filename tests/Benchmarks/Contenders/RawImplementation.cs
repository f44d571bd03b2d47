using Benchmarks.Rows;
using Wasmtime;

namespace Benchmarks.Contenders;

/// <summary>The floor: what a callback by hand costs, and a system call made from one.</summary>
internal sealed class RawImplementation() : GuestImplementation("raw callbacks by hand")
{
    protected override int Entries => 0;

    protected override Instance? Open(Scene scene)
    {
        if (scene is not (Scene.Calls or Scene.Files))
        {
            return null;
        }

        using Module module = scene == Scene.Calls ? LoadText(Guests.Calls) : Load(Guests.Wasi);
        RawGuest guest = scene == Scene.Calls ? new RawCalls() : Own(new RawFiles(NewDirectory()));
        return guest.Instantiate(Own(new Store(Engine)), module);
    }
}
