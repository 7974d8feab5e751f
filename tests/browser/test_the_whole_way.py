"""One visit in the browser, followed as each role in turn: from the plan to the rating of the unit's head."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from inspect_app.kernel.actors import Role
from tests.browser.visitors import DESKTOP, LANDSCAPE, PORTRAIT, Door, Visitor

pytestmark = pytest.mark.browser

CODE, UNIT, UNIT_CODE = "TD-03", "UBND huyện Tây Giang", "504"
LEAD, INSPECTOR, SECRETARY = "toan-dien-a-truong-doan", "toan-dien-a-thanh-vien-1", "toan-dien-a-thu-ky"
CONTACT, CHAIR = f"dau-moi-{UNIT_CODE}", "chu-tich-tay-giang"
TODAY = "2024-06-17"
PASSWORD = "bốn từ không liên quan 2024"
SAVED = re.compile(r"Đã lưu trên máy chủ lúc")
TAPPED = {
    "A": [("A04", "pass"), ("A05", "fail"), ("A06", "pass"), ("A07", "pass")],
    "D": [("D01", "pass"), ("D02", "pass"), ("D03", "partial"), ("D04", "pass")],
    "E": [("E01", "pass"), ("E02", "pass"), ("E03", "not_applicable"), ("E04", "pass")],
}
WORDS = {
    "fail": "Chưa thực hiện theo kế hoạch.",
    "partial": "Mới thực hiện một phần.",
    "not_applicable": "Không phát sinh trong kỳ.",
}
# Fills what is left through the page's own forms, each sent as the page would send it.
FILL = """async () => {
  const wrong = []
  for (const form of document.querySelectorAll('form.item-form')) {
    const inputs = [...form.querySelectorAll('input, textarea')].filter(e => e.type !== 'hidden' && e.type !== 'file')
    const answers = inputs.filter(e => !/note$|reason$/.test(e.name))
    if (answers.some(e => e.checked || (!['radio', 'checkbox'].includes(e.type) && e.value && e.name !== 'text'))) continue
    const radio = answers.filter(e => e.type === 'radio')
    if (radio.length) (radio.find(e => ['pass', 'yes'].includes(e.value)) ?? radio[0]).checked = true
    else if (form.querySelector('[data-rows]')) {
      form.querySelector('[name$=not_applicable]').checked = true
      form.querySelector('[name$=reason]').value = 'Không có hồ sơ trễ hạn.'
    } else for (const e of answers) {
      if (e.type === 'checkbox') e.checked = !/not_applicable$|none$/.test(e.name)
      else if (e.type === 'date') e.value = '2024-01-10'
      else if (e.name.endsWith('text')) e.value = 'Ghi nhận tại đơn vị.'
      else if (e.name.endsWith('bad')) e.value = '0'
      else e.value = form.action.endsWith('C07') && e.name.endsWith('part') ? '3' : '90'
    }
    form.querySelector('[name$=note]').value = 'Đã xem hồ sơ.'
    const answer = await fetch(form.action, {method: 'POST', body: new FormData(form), headers: {Accept: 'application/json'}})
    if (!answer.ok) wrong.push(form.action.split('/').pop() + ': ' + await answer.text())
  }
  return wrong
}"""


@pytest.mark.slow
def test_one_visit_goes_from_the_plan_to_the_rating(door: Door) -> None:
    the_coordinator_sees_the_plan_and_schedules(door)
    the_lead_begins(door)
    the_inspector_answers(door)
    the_secretary_writes_the_minutes_and_the_lead_closes(door)
    the_lead_decides_the_findings(door)
    the_secretary_drafts_and_the_lead_sends(door)
    the_unit_explains(door)
    the_lead_answers_and_approves(door)
    the_signatory_issues(door)
    the_contact_reports_and_the_lead_verifies(door)
    the_coordinator_feeds_the_rating(door)
    the_authority_decides_and_releases(door)
    the_administrator_gives_the_head_an_account(door)
    the_auditor_verifies_the_journal(door)


def open_visit(visitor: Visitor, door: Door) -> Page:
    """Opens the visit from the list of visits."""
    visitor.page.goto("/")
    visitor.follow("Cuộc kiểm tra")
    visitor.page.locator(f"a[href$='{door.visit_id(CODE)}']").first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(UNIT)
    return visitor.page


def said(page: Page, words: str) -> None:
    """The page tells what happened."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def a_pdf(page: Page, link: str) -> None:
    """The link leads to a PDF."""
    address = page.get_by_role("link", name=link).first.get_attribute("href")
    answer = page.context.request.get(str(address))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def the_coordinator_sees_the_plan_and_schedules(door: Door) -> None:
    coordinator = door.as_role(Role.COORDINATOR, size=DESKTOP)
    coordinator.page.goto("/")
    coordinator.picture("coordinator-1-first-page")
    coordinator.follow("Đợt kiểm tra")
    coordinator.picture("coordinator-2-campaign")
    page = open_visit(coordinator, door)
    coordinator.picture("coordinator-3-visit")
    coordinator.follow("Đặt lịch kiểm tra")
    page.get_by_label("Ngày bắt đầu").fill(TODAY)
    page.get_by_label("Ngày kết thúc").fill(TODAY)
    page.get_by_label("Lý do thay đổi").fill("Đơn vị đề nghị làm sớm một ngày.")
    coordinator.press("Lưu lịch kiểm tra")
    expect(page.get_by_text("17/06/2024").first).to_be_visible()
    assert coordinator.complaints == []


def the_lead_begins(door: Door) -> None:
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = open_visit(lead, door)
    lead.follow("Bắt đầu kiểm tra")
    lead.picture("lead-1-begin")
    lead.press("Bắt đầu kiểm tra")
    said(page, "Cuộc kiểm tra đã bắt đầu")
    expect(page.locator(".work-title")).to_contain_text(UNIT)


def the_inspector_answers(door: Door) -> None:
    inspector = door.as_account(INSPECTOR, size=PORTRAIT)
    page = open_visit(inspector, door)
    inspector.follow("Mở phiếu kiểm tra")
    for section, answers in TAPPED.items():
        page.goto(f"/cuoc-kiem-tra/{door.visit_id(CODE)}/phieu?phan={section}")
        for item, verdict in answers:
            form = page.locator(f"#item-{item}")
            form.locator(f".segment:has(input[value={verdict}])").tap()
            if verdict == "not_applicable":
                form.locator("textarea[name$=reason]").fill(WORDS[verdict])
            elif verdict != "pass":
                form.locator("textarea[name$=note]").fill(WORDS[verdict])
            expect(form.locator("[data-save-state]")).to_have_text(SAVED)
        expect(page.locator("[data-save-board]")).to_have_text("Mọi câu trả lời đã lưu trên máy chủ")
    inspector.picture("inspector-1-checklist-portrait")
    page.goto(f"/cuoc-kiem-tra/{door.visit_id(CODE)}/phieu/toan-bo")
    assert page.evaluate(FILL) == []
    page.goto(f"/cuoc-kiem-tra/{door.visit_id(CODE)}/phieu")
    expect(page.locator(".next-action")).to_contain_text("xem biên bản")
    # "Không áp dụng" is refused until its reason is there.
    assert [said for said in inspector.complaints if "422" not in said] == []


def the_secretary_writes_the_minutes_and_the_lead_closes(door: Door) -> None:
    secretary = door.as_account(SECRETARY, size=DESKTOP)
    page = open_visit(secretary, door)
    secretary.follow("Biên bản")
    page.get_by_label("Thành phần của đơn vị").fill("Chủ tịch UBND huyện (mẫu), Chủ tịch\nĐầu mối (mẫu), chuyên viên")
    page.get_by_label("Ý kiến của đơn vị").fill("Đơn vị thống nhất với nội dung biên bản (ý kiến mẫu).")
    secretary.press("Lưu nội dung biên bản")
    said(page, "Đã lưu nội dung biên bản")
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = open_visit(lead, door)
    lead.follow("Biên bản")
    lead.picture("lead-2-minutes")
    lead.press("Khép lại cuộc kiểm tra")
    said(page, "Đã khép lại cuộc kiểm tra")
    a_pdf(page, "Xem bản in (PDF)")


def the_lead_decides_the_findings(door: Door) -> None:
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = open_visit(lead, door)
    lead.follow("Phát hiện")
    lead.picture("lead-3-findings")
    links = page.locator("tbody a[href*='/phat-hien/']")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    assert len(addresses) >= 2
    for address in addresses:
        page.goto(address)
        lead.press("Xác nhận phát hiện")
        said(page, "Đã xác nhận phát hiện")
    lead.picture("lead-4-findings-confirmed")


def the_secretary_drafts_and_the_lead_sends(door: Door) -> None:
    secretary = door.as_account(SECRETARY, size=DESKTOP)
    page = secretary.page
    page.goto("/")
    secretary.follow("Kết luận")
    secretary.press(f"Lập dự thảo kết luận cuộc {CODE}")
    said(page, "Đã lập dự thảo")
    page.locator("textarea[name=general]").fill(
        "Đơn vị đã triển khai kế hoạch cải cách hành chính năm 2024 (lời văn mẫu)."
    )
    secretary.picture("secretary-1-wording")
    secretary.press("Lưu và xem các yêu cầu")
    said(page, "Đã lưu lời văn")
    secretary.picture("secretary-2-requests")
    secretary.press("Lưu các yêu cầu")
    said(page, "Đã lưu các yêu cầu")
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = open_visit(lead, door)
    lead.follow("Dự thảo kết luận")
    lead.follow("Gửi đơn vị giải trình")
    lead.picture("lead-5-sending")
    lead.press("Gửi đơn vị giải trình")
    said(page, "Đã gửi đơn vị giải trình")


def the_unit_explains(door: Door) -> None:
    contact = door.as_account(CONTACT, size=PORTRAIT)
    page = contact.page
    page.goto("/")
    page.get_by_role("link", name=re.compile("Giải trình dự thảo kết luận")).first.click()
    forms = page.locator("form:has(input[name=stance])")
    for number in range(forms.count()):
        forms.nth(number).locator("input[name=stance][value=agree]").check(force=True)
        expect(forms.nth(number).locator("[data-save-state]")).to_have_text(SAVED)
    contact.picture("contact-0-explanation")
    page.get_by_role("link", name="Xem lại và nộp giải trình").first.click()
    page.locator("main input[type=checkbox]").check()
    contact.press("Nộp giải trình")
    said(page, "Đã nộp giải trình")


def the_lead_answers_and_approves(door: Door) -> None:
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = open_visit(lead, door)
    lead.follow("Dự thảo kết luận")
    lead.follow("Giải trình và trả lời")
    page.get_by_role("button", name=re.compile("Giữ nguyên mọi điểm")).click()
    said(page, "Đã giữ nguyên")
    lead.follow("Xem lại và trình ký")
    lead.press("Duyệt và trình ký")
    said(page, "Đã duyệt và trình ký")


def the_signatory_issues(door: Door) -> None:
    signatory = door.as_role(Role.SIGNATORY, size=DESKTOP)
    page = signatory.page
    page.goto("/")
    signatory.picture("signatory-1-first-page")
    signatory.follow("Kết luận")
    page.get_by_role("row", name=re.compile(CODE)).get_by_role("link", name=UNIT).click()
    a_pdf(page, "Xem bản in (PDF)")
    signatory.follow("Xem và ký phát hành")
    signatory.picture("signatory-2-issue")
    page.get_by_label("Hình thức ký").select_option(index=0)
    signatory.press("Phát hành thông báo")
    said(page, "Đã phát hành thông báo kết luận")
    a_pdf(page, "Xem bản in (PDF)")


def the_contact_reports_and_the_lead_verifies(door: Door) -> None:
    contact = door.as_account(CONTACT, size=DESKTOP)
    page = contact.page
    page.goto("/")
    contact.picture("contact-1-first-page")
    contact.follow("Khắc phục")
    contact.follow(f"Mở yêu cầu số 1 của cuộc {CODE}")
    page.get_by_label("Việc đã làm để khắc phục").fill("Đã ban hành kế hoạch và phân công (báo cáo mẫu).")
    proof = FilePayload(
        name="ke-hoach.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    )
    page.locator("input[type=file]").set_input_files(proof)
    contact.picture("contact-2-action")
    contact.press("Gửi báo cáo khắc phục")
    expect(page.get_by_text("Đã ban hành kế hoạch và phân công")).to_be_visible()
    lead = door.as_account(LEAD, size=LANDSCAPE)
    page = lead.page
    page.goto("/")
    lead.follow("Khắc phục")
    lead.follow(f"Mở yêu cầu số 1 của cuộc {CODE}")
    page.get_by_label("Xác minh: đã khắc phục").check()
    lead.press("Ghi quyết định")
    expect(page.get_by_text("Đã xác minh").first).to_be_visible()


def the_coordinator_feeds_the_rating(door: Door) -> None:
    coordinator = door.as_role(Role.COORDINATOR, size=DESKTOP)
    page = coordinator.page
    page.goto("/xep-loai/")
    coordinator.follow("Mở năm xếp loại")
    coordinator.press("Mở năm xếp loại")
    page.get_by_role("link", name=UNIT, exact=True).first.click()
    coordinator.follow("Nhập Chỉ số CCHC")
    page.get_by_label("Chỉ số CCHC (%)").fill("85,5")
    page.get_by_label("Nguồn").fill("Số liệu mẫu")
    coordinator.press("Lưu Chỉ số CCHC")
    coordinator.follow("Nhập số liệu hồ sơ")
    page.get_by_label("Giải quyết quá hạn").fill("12")
    page.get_by_label("Đã giải quyết", exact=True).fill("200")
    page.get_by_label("Nguồn").fill("Số liệu mẫu")
    coordinator.press("Lưu số liệu hồ sơ")
    coordinator.press("Xác nhận theo đề xuất")
    while (left := page.get_by_role("link", name=re.compile(r"^Xác nhận lĩnh vực \d"))).count():
        left.first.click()
        page.get_by_label("Đạt yêu cầu", exact=True).check()
        page.get_by_label("Lý do hoặc nguồn").fill("Báo cáo tự đánh giá của đơn vị (dữ liệu mẫu).")
        coordinator.press("Xác nhận lĩnh vực")
    coordinator.picture("coordinator-4-rating")
    expect(page.get_by_text("12/200").first).to_be_visible()


def the_authority_decides_and_releases(door: Door) -> None:
    authority = door.as_role(Role.RATING_AUTHORITY, size=DESKTOP)
    page = authority.page
    page.goto("/")
    authority.picture("authority-1-first-page")
    authority.follow("Xếp loại")
    authority.picture("authority-2-table")
    page.get_by_role("link", name=UNIT, exact=True).first.click()
    expect(page.get_by_text("chưa đủ căn cứ").first).to_be_visible()
    authority.follow("Quyết định xếp loại")
    page.get_by_role("radio").nth(1).check()
    authority.press("Ghi quyết định")
    expect(page.get_by_text("Hãy ghi lý do").first).to_be_visible()
    page.get_by_label("Lý do", exact=True).fill("Trễ hạn do nguyên nhân khách quan đã được làm rõ (quyết định mẫu).")
    authority.picture("authority-3-decision")
    authority.press("Ghi quyết định")
    authority.follow("Công bố kết quả")
    authority.press("Công bố kết quả")
    expect(page.get_by_text("Kết quả:").first).to_be_visible()
    assert page.get_by_role("link", name="Quyết định lại").count() == 0


def the_administrator_gives_the_head_an_account(door: Door) -> None:
    administrator = door.as_role(Role.ADMINISTRATOR, size=DESKTOP)
    page = administrator.page
    page.goto("/")
    administrator.follow("Nhân sự")
    page.get_by_label("Tìm theo tên").fill("chu tich ubnd huyen tay giang")
    administrator.press("Tìm người")
    page.get_by_role("link", name=f"Chủ tịch {UNIT} (mẫu)").click()
    administrator.follow("Cấp tài khoản")
    page.get_by_label("Tên đăng nhập").fill(CHAIR)
    administrator.press("Cấp tài khoản")
    key = page.locator(".secret code").inner_text()
    the_head_reads_only_his_own(door, key.removeprefix("/").partition("/dat-mat-khau/")[2])


def the_head_reads_only_his_own(door: Door, key: str) -> None:
    head = door.visitor(size=PORTRAIT)
    page = head.page
    page.goto(f"/dat-mat-khau/{key}")
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
    head.press("Đặt mật khẩu")
    if page.get_by_label("Tên đăng nhập").count():
        page.get_by_label("Tên đăng nhập").fill(CHAIR)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        head.press("Đăng nhập")
    head.follow("Xếp loại của tôi")
    head.follow("Năm 2024")
    expect(page.get_by_text("Trễ hạn do nguyên nhân khách quan").first).to_be_visible()
    head.picture("head-1-rating")
    own = page.url
    assert page.get_by_role("link", name=re.compile("Nhập|Quyết định|Công bố")).count() == 0
    assert page.request.get("/xep-loai/").status == 403
    assert page.request.get(f"/cuoc-kiem-tra/{door.visit_id(CODE)}/phieu").status == 403
    assert page.request.get(own).status == 200
    for other in door.other_ratings(UNIT_CODE)[:3]:
        assert page.request.get(f"/xep-loai/{other}").status == 403


def the_auditor_verifies_the_journal(door: Door) -> None:
    auditor = door.as_role(Role.AUDITOR, size=DESKTOP)
    page = auditor.page
    page.goto("/")
    auditor.follow("Nhật ký")
    auditor.picture("auditor-1-journal")
    expect(page.get_by_text(re.compile("xếp loại", re.IGNORECASE)).first).to_be_visible()
    page.goto("/nhat-ky/kiem-chung")
    expect(page.get_by_text(re.compile("nguyên vẹn")).first).to_be_visible()


def test_an_expert_answers_and_an_observer_only_reads(door: Door) -> None:
    checklist = f"/cuoc-kiem-tra/{door.visit_id('TD-10')}/phieu?phan=G"
    expert = door.as_role(Role.EXPERT, size=LANDSCAPE)
    expert.page.goto(checklist)
    item = expert.page.locator("#item-G08")
    item.locator(".segment:has(input[value=pass])").tap()
    expect(item.locator("[data-save-state]")).to_have_text(SAVED)
    observer = door.as_role(Role.OBSERVER, size=LANDSCAPE)
    observer.page.goto(checklist)
    expect(observer.page.get_by_text("Bạn xem được phiếu này nhưng không ghi được")).to_be_visible()
    expect(observer.page.locator("#item-G08 input[value=pass]")).to_be_disabled()


def test_at_the_end_of_the_year_open_questions_wait_for_the_authority(door_at_year_end: Door) -> None:
    authority = door_at_year_end.as_role(Role.RATING_AUTHORITY, size=DESKTOP)
    page = authority.page
    page.goto("/xep-loai/")
    authority.picture("year-end-1-table")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(re.compile("chưa đủ căn cứ", re.IGNORECASE))
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Vì sao")).to_be_visible()
    authority.picture("year-end-2-open-case")
    authority.follow("Quyết định xếp loại")
    page.get_by_role("radio").first.check()
    page.get_by_label("Lý do", exact=True).fill("Đã xem xét hồ sơ và giải trình của đơn vị (quyết định mẫu).")
    authority.press("Ghi quyết định")
    expect(page.get_by_text("Kết quả:").first).to_be_visible()
    head = door_at_year_end.as_role(Role.HEAD_OF_UNIT, size=LANDSCAPE)
    head.page.goto("/")
    head.picture("year-end-3-head")
    head.follow("Xếp loại của tôi")
    head.follow("Năm 2024")
    expect(head.page.get_by_role("heading", name="Vì sao")).to_be_visible()
    head.picture("year-end-4-own-rating")
