using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Witx.Bindings.Language.Tests;

/// <summary>Runs the directives of a witxt file.</summary>
/// <param name="path">The file.</param>
/// <param name="width">The pointer width of the signatures and instruction streams.</param>
/// <param name="narrow">The lines of the directives whose signatures use 32-bit addresses regardless of the width.</param>
/// <param name="locate">Finds the file that a directive loads.</param>
internal sealed class WitxtRunner(string path, PointerWidth width, int[] narrow, Func<string, string?> locate)
{
    private readonly string _text = File.ReadAllText(path);
    private readonly Dictionary<string, WitxDocument> _documents = [];

    public int Passed { get; private set; }

    /// <summary>The number of directives that load files that are not in the corpus.</summary>
    public int Unavailable { get; private set; }

    public List<string> Failures { get; } = [];

    public void Run()
    {
        foreach (Form directive in Form.ReadAll(_text))
        {
            try
            {
                Execute(directive);
                Passed++;
            }
            catch (WitxtFailure failure)
            {
                Failures.Add($"{Path.GetFileName(path)}({LineOf(directive)}): {failure.Message}");
            }
            catch (FileNotFoundException)
            {
                Unavailable++;
            }
        }
    }

    private void Execute(Form directive)
    {
        switch (directive.Head)
        {
            case "witx":
                WitxDocument document = LoadSound(directive);
                RoundTrip(document);
                if (directive.Items is [_, { Word: ['$', ..] name }, ..])
                {
                    _documents[name] = document;
                }

                break;
            case "assert_invalid":
                AssertInvalid(directive);
                break;
            case "assert_representable":
                AssertRepresentable([.. directive.Items!.Skip(1)]);
                break;
            case "assert_abi":
                AssertAbi(directive);
                break;
            default:
                throw new WitxtFailure($"unknown directive {directive.Head}");
        }
    }

    private WitxDocument Load(Form witx)
    {
        if (witx.Find("load") is { } load)
        {
            WitxFile[] roots = [.. load.Items!.Skip(1).Select(item =>
                CorpusFolder.Read(locate(item.Value) ?? throw new FileNotFoundException(item.Value)))];
            return TestDocument.Resolve(roots, new WitxFileSet(roots.SelectMany(static root => CorpusFolder.Beside(root).Files)));
        }

        int start = (witx.Items is [_, { Word: ['$', ..] } name, ..] ? name : witx.Items![0]).End;
        return TestDocument.Resolve(WitxFile.Parse(path, _text[start..(witx.End - 1)]));
    }

    private WitxDocument LoadSound(Form witx)
    {
        WitxDocument document = Load(witx);
        return document.AllErrors() is [var error, ..] ? throw new WitxtFailure($"{error.Id} {error.Message}") : document;
    }

    private static void RoundTrip(WitxDocument document)
    {
        string printed = DocumentPrinter.Print(document);
        WitxDocument again = TestDocument.Resolve(printed);
        string? difference = again.AllErrors() is [var error, ..] ? error.Message : DocumentComparer.Difference(document, again);
        if (difference is not null)
        {
            throw new WitxtFailure($"printed and read again: {difference}\n{printed}");
        }
    }

    private void AssertInvalid(Form directive)
    {
        WitxDocument document = Load(directive.Find("witx")!);
        string expected = directive.Items![2].Value;
        string[] messages = [.. document.AllErrors().Select(error => CrateMessage.Format(error, document))];
        if (!messages.Any(message => message.Contains(expected, StringComparison.Ordinal)))
        {
            throw new WitxtFailure($"Expected \"{expected}\", found {string.Join(" | ", messages)}");
        }
    }

    private void AssertRepresentable(Form[] words)
    {
        Representation expected = words[0].Word switch
        {
            "eq" => Representation.Equal,
            "superset" => Representation.Superset,
            _ => Representation.NotEqual,
        };
        Representation actual = Representability.Compare(TypeOf(words[1], words[2]), TypeOf(words[3], words[4]));
        if (actual != expected)
        {
            throw new WitxtFailure($"Expected {expected}, found {actual}");
        }

        WitxType TypeOf(Form document, Form name) => _documents[document.Word].Types.Single(type => type.Name == name.Value).Type;
    }

    private void AssertAbi(Form directive)
    {
        WitxFunction function = LoadSound(directive.Find("witx")!).Modules[0].Functions[0];
        FunctionSignature signature = FunctionSignature.Create(function, narrow.Contains(LineOf(directive)) ? PointerWidth.Bits32 : width);
        Form wasm = directive.Find("wasm")!;
        AssertWords("parameters", wasm.Find("param")?.Words ?? [], signature.Parameters.Select(static parameter => Core(parameter.Type)));
        AssertWords("result", wasm.Find("result")?.Words ?? [], signature.Result is { } result ? [Core(result)] : []);
        AssertWords("call_wasm", directive.Find("call_wasm")!.Words, new InstructionStream(function, width).CallWasm());
        AssertWords("call_interface", directive.Find("call_interface")!.Words, new InstructionStream(function, width).CallInterface());
    }

    private static void AssertWords(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new WitxtFailure($"{what}: expected {string.Join(' ', expected)}, found {string.Join(' ', actual)}");
        }
    }

    private int LineOf(Form directive) => _text[..directive.Start].Count(static c => c is '\n') + 1;

    private static string Core(CoreType type) => type.ToString().ToLowerInvariant();

    private sealed class WitxtFailure(string message) : Exception(message);
}
