//! Tables and lists of people from `tables.txt` and `people.txt`.

use serde_json::{Value, json};

use crate::sample::prose::Prose;

/// A column: its head, the pattern of its cells, whether it has a total.
struct Column<'a> {
    head: &'a str,
    pattern: &'a str,
    sum: bool,
}

/// The tables: `@` begins one, `列` gives its columns, `行` one row, `项` rows of one label each.
/// A row takes its cells from the columns' patterns where it has none of its own.
pub(crate) fn tables(text: &str, prose: &mut Prose) -> Value {
    let tables: Vec<Value> = text.split("@ ").skip(1).map(|text| table(text, prose)).collect();
    json!({ "kind": "table", "id": "statistics", "title": "统计资料", "tables": tables })
}

fn table(text: &str, prose: &mut Prose) -> Value {
    let (title, text) = text.split_once('\n').unwrap();
    let mut out = json!({ "title": title });
    let mut columns: Vec<Column> = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (what, rest) = line.split_once(' ').unwrap();
        match what {
            "单位" => out["unit"] = json!(rest),
            "注" => out["note"] = json!(rest),
            "源" => out["source"] = json!(rest),
            "列" => columns = rest.split('｜').map(column).collect(),
            "行" => rows.push(row(&rest.split('｜').collect::<Vec<_>>(), &columns, prose)),
            "项" => rows.extend(rest.split(' ').map(|label| row(&[label], &columns, prose))),
            _ => panic!("what is {line}?"),
        }
    }
    if columns.iter().any(|column| column.sum) {
        rows.insert(0, total(&columns, &rows));
    }
    let number = |cell: &String| cell.parse::<f64>().is_ok() || ["—", "…"].contains(&cell.as_str());
    let numeric = |at: usize| rows.iter().all(|row| number(&row[at]));
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut body = line(columns.iter().map(|column| column.head).collect());
    body += &line((0..columns.len()).map(|at| if numeric(at) { "---:" } else { "---" }).collect());
    rows.iter().for_each(|row| body += &line(row.iter().map(String::as_str).collect()));
    out["body"] = json!(body);
    out
}

/// `+头[1~9]`: a head, the pattern of its cells if there is one; a plus for a total.
fn column(text: &str) -> Column<'_> {
    let (sum, text) = text.strip_prefix('+').map_or((false, text), |text| (true, text));
    let (head, pattern) = text.split_at(text.find('[').unwrap_or(text.len()));
    Column { head, pattern, sum }
}

fn row(given: &[&str], columns: &[Column], prose: &mut Prose) -> Vec<String> {
    let cells = columns.iter().enumerate();
    cells.map(|(at, column)| prose.fill(given.get(at).unwrap_or(&column.pattern))).collect()
}

fn total(columns: &[Column], rows: &[Vec<String>]) -> Vec<String> {
    let sum = |at: usize| {
        let cells = || rows.iter().map(|row| row[at].as_str());
        let decimals = cells().filter_map(|cell| Some(cell.split_once('.')?.1.len())).max();
        let sum: f64 = cells().map(|cell| cell.parse::<f64>().unwrap()).sum();
        format!("{sum:.*}", decimals.unwrap_or(0))
    };
    let cells = columns.iter().enumerate();
    cells
        .map(|(at, column)| match at {
            0 => "**合计**".to_owned(),
            _ if column.sum => sum(at),
            _ => "—".to_owned(),
        })
        .collect()
}

/// The lists: `=` surnames (the second and later words of two characters each), `+` characters of
/// given names, `!` names that stand first, `#` a group, how many, and what is said of each.
pub(crate) fn people(text: &str, prose: &mut Prose) -> Value {
    let line = |mark: char| text.lines().find_map(|line| line.strip_prefix(mark)).unwrap().trim();
    let (single, double) = line('=').split_once(' ').unwrap();
    let mut surnames: Vec<&str> = single.split("").filter(|s| !s.is_empty()).collect();
    surnames.extend(double.split(' '));
    let given: Vec<&str> = line('+').split("").filter(|s| !s.is_empty()).collect();
    let mut rare = line('!').split(' ');
    let mut taken = std::collections::BTreeSet::new();
    let mut name = |prose: &mut Prose| loop {
        let second = if prose.once_in(4) { "" } else { prose.pick(&given) };
        let name = format!("{}{}{second}", prose.pick(&surnames), prose.pick(&given));
        if taken.insert(name.clone()) {
            return name;
        }
    };
    let groups: Vec<Value> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .map(|line| {
            let parts: Vec<&str> = line.split('｜').collect();
            let people: Vec<Value> = (0..parts[1].parse().unwrap())
                .map(|_| match parts.get(2) {
                    Some(detail) => json!({ "name": name(prose), "detail": prose.fill(detail) }),
                    None => json!(rare.next().map_or_else(|| name(prose), str::to_owned)),
                })
                .collect();
            json!({ "title": parts[0], "people": people })
        })
        .collect();
    json!({
        "kind": "people",
        "id": "people",
        "title": "名录",
        "intro": "名录收2023年获区级以上表彰和取得资格的人员，截至2023年12月31日，排名不分先后。",
        "groups": groups,
    })
}
